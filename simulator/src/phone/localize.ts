import { type PassContents, type PassJson, parseStrings, readPass, translatePass } from '@billfold/pkpass'

/** The languages of the phone, the preferred one first. */
const preferredLanguages = ['en-us', 'en']

/** pass.json of a package as a phone set to US English shows it: texts that are keys of its `pass.strings` translated. */
export function readLocalizedPass(bytes: Uint8Array): PassJson {
  return localizedPass(readPass(bytes))
}

/** As {@link readLocalizedPass}, of a package that has been read. */
export function localizedPass({ pass, files }: Pick<PassContents, 'pass' | 'files'>): PassJson {
  const folder = localizationFolder([...files.keys()])
  const strings = folder === undefined ? undefined : files.get(`${folder}/pass.strings`)
  return strings ? translatePass(pass, parseStrings(strings).translation) : pass
}

/** A package without the phone's language is shown in one that it has: a lone `es.lproj` makes a pass Spanish. */
function localizationFolder(paths: readonly string[]): string | undefined {
  const folders = [...new Set(paths.flatMap((path) => /^([^/]+\.lproj)\//i.exec(path)?.[1] ?? []))].sort()
  const preferred = preferredLanguages.map((language) =>
    folders.find((folder) => folder.toLowerCase() === `${language}.lproj`),
  )
  return preferred.find((folder) => folder !== undefined) ?? folders[0]
}
