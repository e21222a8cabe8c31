import { type ImportedPass, type PassJson, translatePass } from '@billfold/pkpass'
import { type Finding, listed } from './finding.ts'

export interface PassInLanguage {
  readonly pass: PassJson
  /** Of BCP 47; undefined if the pass speaks the one of its pass.json, whichever that is. */
  readonly language: string | undefined
  readonly findings: readonly Finding[]
}

/**
 * A pass in one of its languages, as a campaign speaks one: the wanted one, else English, else the first.
 *
 * @param wanted a language tag; it may say more than the pass does, as de-AT of one that speaks de
 */
export function passInLanguage(
  { pass, translations }: Pick<ImportedPass, 'pass' | 'translations'>,
  wanted: string | undefined,
): PassInLanguage {
  const locales = Object.keys(translations).sort()
  const locale = localeFor(wanted, locales)
  if (locale === undefined) return { pass, language: wanted, findings: [] }
  const others = locales.filter((other) => other !== locale)
  return {
    pass: translatePass(pass, translations[locale] ?? {}),
    language: locale === 'Base' ? wanted : locale.replaceAll('_', '-'),
    findings: others.length > 0 ? [leftOut(others, locale)] : [],
  }
}

const leftOut = (others: readonly string[], taken: string): Finding => ({
  path: listed(others.map((other) => `${other}.lproj`)),
  code: 'language_left_out',
  message: `A campaign speaks one language; ${taken} was taken.`,
  fix: 'Import the pass once more with another language for a campaign that speaks it.',
})

function localeFor(wanted: string | undefined, locales: readonly string[]): string | undefined {
  const speaks = (language: string) => {
    const tag = language.toLowerCase().replaceAll('_', '-')
    return locales.find((locale) => {
      const known = locale.toLowerCase().replaceAll('_', '-')
      return tag === known || tag.startsWith(`${known}-`) || known.startsWith(`${tag}-`)
    })
  }
  return (wanted === undefined ? undefined : speaks(wanted)) ?? speaks('en') ?? locales[0]
}
