/** Takes a finished pass, or a template of Apple's Pass Designer, as what further passes are made from. */
import { type Issue, issueOf, PassError } from '../errors.ts'
import { entriesOf, type FileSource, type Files } from '../files.ts'
import { normalisePass } from '../pass-json/normalise-pass.ts'
import type { PassJson } from '../pass-json/types.ts'
import { openPackage, type ReadLimits } from '../read.ts'
import { parseStrings } from '../strings/parse.ts'
import type { Translations } from '../strings/translations.ts'
import { isStray } from '../zip/member-name.ts'

export interface ImportedPass {
  /** Every key, known or not, without those of `own`: for a template. */
  readonly pass: PassJson
  /** What makes it this one pass: for `issue`. */
  readonly own: PassIdentity
  /** Without what a builder writes, and without the strings files that became translations. */
  readonly files: Files
  readonly translations: Translations
  /** What was wrong with the source, and what was changed because of it. */
  readonly issues: readonly Issue[]
}

/** What makes a pass this one pass, as its pass.json states it. */
export type PassIdentity = Pick<PassJson, (typeof identityKeys)[number]>

const identityKeys = [
  'passTypeIdentifier',
  'teamIdentifier',
  'serialNumber',
  'webServiceURL',
  'authenticationToken',
] as const

/** Written anew for each pass. */
const built: readonly string[] = ['pass.json', 'manifest.json', 'signature']
const stringsFile = /^([^/]+)\.lproj\/pass\.strings$/

/** A folder that was read, like a `.pkpasstemplate`. */
export interface PassSource {
  readonly pass: PassJson
  readonly files: Files
}

/**
 * The parts of a `.pkpass` file, of a zipped `.pkpasstemplate` or of a folder that was read. Needs no signature: whether
 * there is a right one is for {@link verifyPass} to say. What early tools write otherwise is
 * written as Apple documents it. Throws a PassError if there is no pass.json that can be read; everything else that is wrong is an issue.
 */
export function importPass(source: Uint8Array | PassSource, limits: ReadLimits = {}): ImportedPass {
  const issues: Issue[] = []
  const { pass: given, files } = source instanceof Uint8Array ? openSource(source, limits, issues) : source
  const normalised = normalisePass(given)
  issues.push(...normalised.issues)
  const { formatVersion: _, ...pass } = normalised.pass
  return {
    pass: Object.fromEntries(Object.entries(pass).filter(([key]) => !isIdentityKey(key))),
    own: Object.fromEntries(Object.entries(pass).filter(([key]) => isIdentityKey(key))),
    ...splitFiles(files, issues),
    issues,
  }
}

function isIdentityKey(key: string): boolean {
  return (identityKeys as readonly string[]).includes(key)
}

function openSource(bytes: Uint8Array, limits: ReadLimits, issues: Issue[]): { pass: PassJson; files: FileSource } {
  const { pass, files, issues: found } = openPackage(bytes, limits)
  if (pass === undefined) throw new PassError('PACKAGE_REFUSED', found)
  // A template has neither manifest nor signature.
  issues.push(...found.filter(({ code }) => code !== 'MEMBER_MISSING'))
  return { pass, files }
}

function splitFiles(source: FileSource, issues: Issue[]): Pick<ImportedPass, 'files' | 'translations'> {
  const files = new Map<string, Uint8Array>()
  const translations = new Map<string, Translations[string]>()
  for (const [name, bytes] of entriesOf(source)) {
    if (built.includes(name)) continue
    if (isStray(name)) {
      issues.push(issueOf('FILE_STRAY', name, 'This is not part of a pass, and was left out.', 'Leave it out.'))
      continue
    }
    const locale = stringsFile.exec(name)?.[1]
    const strings = locale === undefined ? undefined : parseStrings(bytes, name)
    if (strings) issues.push(...strings.issues)
    const isCompiled = strings?.issues.some(({ code }) => code === 'STRINGS_NOT_READ')
    if (strings && !isCompiled) translations.set(locale!, strings.translation)
    else files.set(name, bytes)
  }
  return { files: Object.fromEntries(files), translations: Object.fromEntries(translations) }
}
