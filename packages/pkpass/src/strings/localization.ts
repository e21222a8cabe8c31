/** What a pass says in which language (Apple, *Creating the Source for a Pass*, Localize). */
import { type Issue, issueOf } from '../errors.ts'
import { entriesOf, type FileSource } from '../files.ts'
import { maxIssues } from '../pass-json/object.ts'
import { changeMessageIssues } from './change-messages.ts'
import { parseStrings, type Translation } from './parse.ts'

export interface LocalizationReport {
  readonly locales: readonly Locale[]
  readonly issues: readonly Issue[]
}

/** One `.lproj` folder. */
export interface Locale {
  /** The folder's name without `.lproj`: `de`, `zh-Hans`. */
  readonly locale: string
  /** Absent if there is no pass.strings. */
  readonly translation: Translation | undefined
  /** Keys that another language has: the first thousand. */
  readonly missingKeys: readonly string[]
  /** Scales by the name of the image: `{ logo: [1, 2, 3] }`. */
  readonly images: Readonly<Record<string, readonly number[]>>
}

const localizedFile = /^([^/]+)\.lproj\/([^/]+)$/
const image = /^(.+?)(?:@([23])x)?\.png$/
const languageTag = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/

/**
 * Compares the languages of a pass with one another: missing texts and images, images that hide others, a single
 * language that all phones would show. With its pass.json also whether each change message keeps its `%@`.
 */
export function localizationReport(files: FileSource, pass?: Readonly<Record<string, unknown>>): LocalizationReport {
  const all = entriesOf(files)
  const issues: Issue[] = []
  const found = readLocales(all, issues)
  const allKeys = new Set(found.flatMap(({ translation = {} }) => Object.keys(translation)))
  const locales = found.map((locale) => ({
    ...locale,
    missingKeys: missingFrom(locale.translation ?? {}, allKeys),
  }))
  issues.push(
    ...locales.flatMap(nameIssues),
    ...aloneIssues(locales),
    ...locales.flatMap((locale) => textIssues(locale, allKeys.size > 0)),
    ...imageIssues(locales, new Set(all.map(([name]) => name))),
    ...(pass ? changeMessageIssues(pass, locales) : []),
  )
  return { locales, issues }
}

function missingFrom(translation: Translation, keys: Iterable<string>): string[] {
  const missing: string[] = []
  for (const key of keys) {
    if (missing.length === maxIssues) break
    if (!Object.hasOwn(translation, key)) missing.push(key)
  }
  return missing
}

type FoundLocale = Omit<Locale, 'missingKeys'>

function readLocales(files: readonly (readonly [string, Uint8Array])[], issues: Issue[]): FoundLocale[] {
  const folders = Map.groupBy(
    files.flatMap(([path, bytes]) => {
      const [, locale, name] = localizedFile.exec(path) ?? []
      return locale !== undefined && name !== undefined ? [{ locale, name, path, bytes }] : []
    }),
    ({ locale }) => locale,
  )
  return [...folders].map(([locale, members]) => {
    const strings = members.find(({ name }) => name === 'pass.strings')
    const parsed = strings && parseStrings(strings.bytes, strings.path)
    if (parsed) issues.push(...parsed.issues)
    return { locale, translation: parsed?.translation, images: scalesOf(members.map(({ name }) => name)) }
  })
}

function scalesOf(names: readonly string[]): Record<string, number[]> {
  const scales = names.flatMap((name) => {
    const [, base, scale = '1'] = image.exec(name) ?? []
    return base === undefined ? [] : [{ base, scale: Number(scale) }]
  })
  const byName = Map.groupBy(scales, ({ base }) => base)
  return Object.fromEntries([...byName].map(([base, list]) => [base, list.map(({ scale }) => scale).sort()]))
}

function nameIssues({ locale }: Locale): Issue[] {
  if (languageTag.test(locale) || locale === 'Base') return []
  const message = 'No phone has this language.'
  return [issueOf('LOCALE_UNKNOWN', `${locale}.lproj`, message, 'Name it by a language tag, like de or zh-Hans.')]
}

/** Phones of other languages take what there is before they take the texts of pass.json. */
function aloneIssues(locales: readonly Locale[]): Issue[] {
  const [only, ...others] = locales.filter(({ translation }) => translation !== undefined)
  if (!only || others.length > 0 || /^(?:en(?:[-_].*)?|Base)$/.test(only.locale)) return []
  return [
    issueOf(
      'LOCALE_ALONE',
      `${only.locale}.lproj`,
      `It is the only language, so that all phones show ${only.locale}.`,
      'Add en.lproj with the same keys, and each other language that the pass speaks.',
    ),
  ]
}

function textIssues({ locale, translation, missingKeys }: Locale, othersHaveTexts: boolean): Issue[] {
  const path = `${locale}.lproj/pass.strings`
  if (translation === undefined) {
    if (!othersHaveTexts) return []
    return [issueOf('STRINGS_MISSING', path, 'It is missing, while other languages have one.', 'Add it.')]
  }
  if (missingKeys.length === 0) return []
  return [
    issueOf(
      'STRINGS_KEY_MISSING',
      path,
      `Other languages also have ${listed(missingKeys)}.`,
      'Translate these texts too: phones show their keys instead.',
    ),
  ]
}

const maxListed = 5

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, maxListed).map((key) => JSON.stringify(key))
  return [...shown, ...(keys.length > maxListed ? [`${keys.length - maxListed} more`] : [])].join(', ')
}

function imageIssues(locales: readonly Locale[], names: ReadonlySet<string>): Issue[] {
  const widest = new Map<string, ReadonlySet<number>>()
  for (const { images } of locales) {
    for (const [name, scales] of Object.entries(images)) {
      widest.set(name, new Set([...(widest.get(name) ?? []), ...scales]))
    }
  }
  return [...widest].flatMap(([name, scales]) => [
    ...hidingIssues(name, names),
    ...locales.flatMap((locale) => [
      ...absenceIssues(name, locale, locales, names),
      ...scaleIssues(name, locale, scales),
    ]),
  ])
}

/** A phone finds no image for a language that has none, unless there is one outside of the folders or of the language without its region. */
function absenceIssues(
  name: string,
  { locale, images }: Locale,
  locales: readonly Locale[],
  names: ReadonlySet<string>,
): Issue[] {
  const [language] = locale.split(/[-_]/)
  const isThere = images[name] || locales.some((other) => other.locale === language && other.images[name])
  if (isThere || fileOutside(name, names) !== undefined) return []
  const message = `It has no ${name}, while another language has one.`
  return [issueOf('IMAGE_NOT_IN_LANGUAGE', `${locale}.lproj`, message, `Add ${name} in the same scales.`)]
}

function scaleIssues(name: string, { locale, images }: Locale, scales: ReadonlySet<number>): Issue[] {
  const missing = [...scales].filter((scale) => images[name] && !images[name].includes(scale)).sort()
  return missing.map((scale) => {
    const file = `${locale}.lproj/${name}${scale === 1 ? '' : `@${scale}x`}.png`
    return issueOf('IMAGE_SCALES_UNEQUAL', file, 'It is missing, while another language has it.', 'Add it.')
  })
}

/** Wallet looks for an image outside of the language folders first. */
function hidingIssues(name: string, names: ReadonlySet<string>): Issue[] {
  const hiding = fileOutside(name, names)
  if (hiding === undefined) return []
  const message = `It is shown instead of the ${name} in the language folders.`
  return [issueOf('IMAGE_HIDES_LOCALIZED', hiding, message, 'Have the image either outside or in every language.')]
}

function fileOutside(name: string, names: ReadonlySet<string>): string | undefined {
  return ['', '@2x', '@3x'].map((scale) => `${name}${scale}.png`).find((file) => names.has(file))
}
