import type { Issue } from '../errors.ts'
import { strayIssues } from '../files.ts'
import { contentIssues } from '../lint/lint-package.ts'
import { openPackage, packageIssues, type ReadLimits } from '../read.ts'
import { readRoots, type SignatureVerifyOptions, type Verification, verifySigned } from './verify-detached-signature.ts'
import { verifyManifest } from './verify-manifest.ts'

export interface VerifyOptions extends ReadLimits, SignatureVerifyOptions {}

/**
 * Verifies a `.pkpass` file as Wallet does: archive, manifest, signature, certificates, signing time, identifiers, icon
 * and pass.json (Apple, *Building a Pass*). Reports every problem, also whether the pass names the identifiers of its
 * certificate, and throws for none of them; throws a PassError only if one of the given roots is no certificate.
 */
export function verifyPass(bytes: Uint8Array, { at, roots = [], ...limits }: VerifyOptions): Verification {
  const trusted = readRoots(roots)
  const { files, pass, manifest, issues: found } = openPackage(bytes, limits)
  const issues: Issue[] = [...packageIssues(files, found), ...strayIssues(files)]
  if (manifest) issues.push(...verifyManifest(manifest, files))

  const signature = files.get('signature')
  const manifestBytes = files.get('manifest.json')
  const verified = signature && manifestBytes && verifySigned(signature, manifestBytes, trusted, at)
  if (verified) issues.push(...verified.issues)
  issues.push(...contentIssues(files, pass, verified?.signer, at))
  return { ...verified, issues }
}
