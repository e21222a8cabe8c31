import { requireDate, requireObject } from '../arguments.ts'
import { strayIssues } from '../files.ts'
import { limitIssues } from '../lint/limit-issues.ts'
import { contentIssues } from '../lint/lint-package.ts'
import { openPackage, type ReadLimits } from '../read.ts'
import { readRoots, type SignatureVerification, type SignatureVerifyOptions } from './verify-detached-signature.ts'
import { type SignatureVerdict, verifySeal } from './verify-seal.ts'

export interface VerifyOptions extends ReadLimits, SignatureVerifyOptions {}

/**
 * What verification found; a pass without errors among its issues keeps every rule of Wallet's that is known. Whether the
 * pass says the same as its certificate is among the issues.
 */
export interface Verification extends SignatureVerification {
  readonly signature: SignatureVerdict
}

/**
 * Verifies a `.pkpass` file as Wallet does: archive, manifest, signature, certificates, signing time, identifiers, icon
 * and pass.json (Apple, *Building a Pass*). Reports every problem, also whether the pass names the identifiers of its
 * certificate, and throws for none of them; throws a PassError only if one of the given roots is no certificate.
 */
export function verifyPass(bytes: Uint8Array, options: VerifyOptions): Verification {
  requireObject(options, 'options')
  const { at, roots = [], ...limits } = options
  requireDate(at, 'options.at')
  const trusted = readRoots(roots)
  const opened = openPackage(bytes, limits)
  const seal = verifySeal(opened, trusted, at)
  const issues = [...opened.issues, ...strayIssues(opened.files), ...seal.issues]
  return { ...seal, issues: limitIssues([...issues, ...contentIssues(opened, seal.signer, at)]) }
}
