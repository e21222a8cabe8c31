import type { X509Certificate } from 'node:crypto'
import { subjectNames } from '../der/certificate.ts'
import type { Issue } from '../errors.ts'
import { checkImages, entriesOf, type FileSource, strayIssues } from '../files.ts'
import { nfcIssues } from '../identity/nfc.ts'
import { imageIssues } from '../images/check-files.ts'
import { readJson } from '../json/read-json.ts'
import { isObject } from '../pass-json/describe.ts'
import type { PassJson } from '../pass-json/types.ts'
import { openPackage, packageIssues, type ReadLimits } from '../read.ts'
import { localizationReport } from '../strings/localization.ts'
import { verifySignature } from '../verify/verify-signature.ts'
import { lintPass } from './lint-pass.ts'
import { readPersonalization } from './personalization-file.ts'
import { type SchemeReport, schemeReport } from './scheme-report.ts'

/** What a package says, whoever signed it. */
export interface PackageLint {
  /** Absent if there is none that can be read. */
  readonly pass?: PassJson
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly issues: readonly Issue[]
  readonly schemes: readonly SchemeReport[]
}

/**
 * Lints a `.pkpass` file: its pass.json, images, languages and personalization.json, and whether they fit the certificate
 * that is embedded. Whether it is signed, and by whom one trusts, is for {@link verifyPass} to say, which lints as well.
 * Reports and never throws.
 *
 * @param at now: to know what has expired
 */
export function lintPackage(bytes: Uint8Array, { at, ...limits }: ReadLimits & { readonly at: Date }): PackageLint {
  const { files, pass, issues } = openPackage(bytes, limits)
  const [signature, manifest] = [files.get('signature'), files.get('manifest.json')]
  const signer = signature && manifest && verifySignature(signature, manifest).signer
  const ofArchive = packageIssues(files, issues).filter(
    ({ code, path }) => code !== 'MEMBER_MISSING' || path === 'pass.json',
  )
  return {
    ...(pass && { pass }),
    files,
    issues: [...ofArchive, ...strayIssues(files), ...contentIssues(files, pass, signer, at)],
    schemes: schemeReport(pass, { files: [...files.keys()] }),
  }
}

/** The same of a pass.json alone, as text: of its files nothing is known, so that nothing is said. */
export function lintJson(bytes: Uint8Array, { at }: { readonly at: Date }): PackageLint {
  const issues: Issue[] = []
  const pass = readJson(bytes, 'pass.json', issues)
  if (pass !== undefined) issues.push(...lintPass(pass, { at }))
  return { ...(isObject(pass) && { pass }), files: new Map(), issues, schemes: schemeReport(pass) }
}

/** The same of a pass.json with files that are in no package yet, like those of a folder. */
export function lintFiles(pass: PassJson, files: FileSource, { at }: { readonly at: Date }): PackageLint {
  const names = entriesOf(files).map(([name]) => name)
  return {
    pass,
    files: new Map(entriesOf(files)),
    issues: contentIssues(files, pass, undefined, at),
    schemes: schemeReport(pass, { files: names }),
  }
}

/** What is wrong with the content of a package, as far as it can be read; `signer` is whose certificate is embedded. */
export function contentIssues(
  files: FileSource,
  pass: PassJson | undefined,
  signer: X509Certificate | undefined,
  at: Date,
): Issue[] {
  const names = entriesOf(files).map(([name]) => name)
  const issues: Issue[] = names.length > 0 ? checkImages(files) : []
  issues.push(...localizationReport(files, pass).issues)
  if (pass === undefined) return issues

  const personalization = readPersonalization(files, issues)
  const { userId, organizationalUnit } = (signer && subjectNames(signer)) ?? {}
  const context = {
    ...(userId !== undefined && { passTypeIdentifier: userId }),
    ...(organizationalUnit !== undefined && { teamIdentifier: organizationalUnit }),
    ...(personalization !== undefined && { personalization }),
    files: names,
    at,
  }
  issues.push(...lintPass(pass, context), ...imageIssues(files, pass))
  if (signer) issues.push(...nfcIssues(signer, pass, names))
  return issues
}
