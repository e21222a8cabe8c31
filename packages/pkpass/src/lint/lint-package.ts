import type { X509Certificate } from 'node:crypto'
import { requireDate, requireObject } from '../arguments.ts'
import { subjectNames } from '../der/certificate.ts'
import type { Issue } from '../errors.ts'
import { checkImages, entriesOf, type FileSource, strayIssues } from '../files.ts'
import { nfcIssues } from '../identity/nfc.ts'
import { imageIssues } from '../images/check-files.ts'
import { readJson } from '../json/read-json.ts'
import { isObject } from '../pass-json/describe.ts'
import type { PassJson } from '../pass-json/types.ts'
import { openPackage, type ReadLimits } from '../read.ts'
import { localizationReport } from '../strings/localization.ts'
import { unlisted } from '../verify/verify-manifest.ts'
import { verifySeal } from '../verify/verify-seal.ts'
import { limitIssues } from './limit-issues.ts'
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
 * Lints a `.pkpass` file: its pass.json, images, languages and personalization.json, whether its files are those that
 * were signed, and whether they fit the certificate that is embedded. By whom one trusts it is signed is for
 * {@link verifyPass} to say, which lints as well. A zipped template, without manifest and signature, is none the worse.
 * Reports, and throws for no package.
 *
 * @param at now: to know what has expired
 */
export function lintPackage(bytes: Uint8Array, options: ReadLimits & { readonly at: Date }): PackageLint {
  requireObject(options, 'options')
  const { at, ...limits } = options
  requireDate(at, 'options.at')
  const opened = openPackage(bytes, limits)
  const { files, pass, unread, issues } = opened
  const isTemplate = unlisted.every((name) => !files.has(name) && !unread.has(name))
  const isOfOthers = ({ code, path }: Issue) =>
    code === 'ROOT_NOT_TRUSTED' || (isTemplate && code === 'MEMBER_MISSING' && unlisted.includes(path))
  const seal = verifySeal(opened, [], at)
  const found = [...issues, ...strayIssues(files), ...seal.issues, ...contentIssues(opened, seal.signer, at)]
  return {
    ...(pass && { pass }),
    files,
    issues: limitIssues(found.filter((each) => !isOfOthers(each))),
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
    issues: limitIssues(contentIssues({ files, pass }, undefined, at)),
    schemes: schemeReport(pass, { files: names }),
  }
}

/** What is wrong with the content of a package, as far as it can be read; `signer` is whose certificate is embedded. */
export function contentIssues(
  { files, pass }: { readonly files: FileSource; readonly pass: PassJson | undefined },
  signer: X509Certificate | undefined,
  at: Date,
): Issue[] {
  const names = entriesOf(files).map(([name]) => name)
  // Of a package that cannot be read nobody knows what it lacks.
  const issues: Issue[] = names.length > 0 || pass !== undefined ? checkImages(files) : []
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
