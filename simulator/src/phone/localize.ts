import { type PassContents, type PassJson, parseStrings, translatePass } from '@billfold/pkpass'

/** The languages of the phone, the preferred one first. */
const preferredLanguages = ['en-us', 'en']

/** pass.json of a package as a phone set to US English shows it: texts that are keys of its `pass.strings` translated. */
export function localizedPass({ pass, files }: Pick<PassContents, 'pass' | 'files'>): PassJson {
  return localizedTexts(pass, files)
}

/** As {@link localizedPass}, of any JSON of a package. */
export function localizedTexts<Json extends Readonly<Record<string, unknown>>>(
  json: Json,
  files: PassContents['files'],
): Json {
  const folder = localizationFolder([...files.keys()])
  const strings = folder === undefined ? undefined : files.get(`${folder}/pass.strings`)
  return strings ? (translatePass(json, parseStrings(strings).translation) as Json) : json
}

/** A package without the phone's language is shown in one that it has: a lone `es.lproj` makes a pass Spanish. */
function localizationFolder(paths: readonly string[]): string | undefined {
  const folders = [...new Set(paths.flatMap((path) => /^([^/]+\.lproj)\//i.exec(path)?.[1] ?? []))].sort()
  const preferred = preferredLanguages.map((language) =>
    folders.find((folder) => folder.toLowerCase() === `${language}.lproj`),
  )
  return preferred.find((folder) => folder !== undefined) ?? folders[0]
}
