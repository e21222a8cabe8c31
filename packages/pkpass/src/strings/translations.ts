import { type Issue, issueOf } from '../errors.ts'
import type { Files } from '../files.ts'
import type { Translation } from './parse.ts'
import { writeStrings } from './write.ts'

/** Texts by language: `{ de: { Balance: 'Guthaben' } }`. */
export type Translations = Readonly<Record<string, Translation>>

/** The pass.strings of each language. */
export function stringsFiles(translations: Translations): Files {
  return Object.fromEntries(
    Object.entries(translations).map(([locale, translation]) => [stringsPath(locale), writeStrings(translation)]),
  )
}

export function givenTwiceIssues(files: Files, translations: Translations): Issue[] {
  return Object.keys(translations)
    .filter((locale) => files[stringsPath(locale)] !== undefined)
    .map((locale) => {
      const message = `There are translations and the file ${stringsPath(locale)}.`
      return issueOf('INPUT_AMBIGUOUS', `translations.${locale}`, message, 'Give one of them.')
    })
}

function stringsPath(locale: string): string {
  return `${locale}.lproj/pass.strings`
}
