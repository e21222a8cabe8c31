import { type PassContents, type PassJson, parseStrings, type Translation } from '@billfold/pkpass'

/** The languages of the phone, the preferred one first. */
const preferredLanguages = ['en-us', 'en']

/** Keys that hold text which a pass may have in several languages (Apple, *Creating the Source for a Pass*). */
const localizableKeys: ReadonlySet<string> = new Set([
  'organizationName',
  'description',
  'logoText',
  'label',
  'value',
  'attributedValue',
  'changeMessage',
])

/** pass.json of a package as a phone set to US English shows it: texts that are keys of its `pass.strings` translated. */
export function localizedPass({ pass, files }: Pick<PassContents, 'pass' | 'files'>): PassJson {
  return localizedTexts(pass, files)
}

/** As {@link localizedPass}, of any JSON of a package. */
export function localizedTexts<Json>(json: Json, files: PassContents['files']): Json {
  const folder = localizationFolder([...files.keys()])
  const strings = folder === undefined ? undefined : files.get(`${folder}/pass.strings`)
  return strings ? (translate(json, parseStrings(strings).translation) as Json) : json
}

/** A package without the phone's language is shown in one that it has: a lone `es.lproj` makes a pass Spanish. */
function localizationFolder(paths: readonly string[]): string | undefined {
  const folders = [...new Set(paths.flatMap((path) => /^([^/]+\.lproj)\//i.exec(path)?.[1] ?? []))].sort()
  const preferred = preferredLanguages.map((language) =>
    folders.find((folder) => folder.toLowerCase() === `${language}.lproj`),
  )
  return preferred.find((folder) => folder !== undefined) ?? folders[0]
}

function translate(value: unknown, translation: Translation): unknown {
  if (Array.isArray(value)) return value.map((item) => translate(item, translation))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'string' && localizableKeys.has(key)
        ? Object.hasOwn(translation, item)
          ? translation[item]
          : item
        : translate(item, translation),
    ]),
  )
}
