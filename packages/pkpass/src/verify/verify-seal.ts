import type { X509Certificate } from 'node:crypto'
import { hasErrors, type Issue } from '../errors.ts'
import { bindingIssues } from '../identity/certificate-checks.ts'
import type { OpenedPackage } from '../read.ts'
import { type SignatureVerification, verifySigned } from './verify-detached-signature.ts'
import { verifyManifest } from './verify-manifest.ts'

/**
 * `trusted`: it is of these files, and leads to a trusted root; `untrusted`: it is of these files, but leads to another
 * root; `wrong`: it is of other files, damaged, or made by whom it should not be; `missing`: there is none.
 */
export type SignatureVerdict = 'trusted' | 'untrusted' | 'wrong' | 'missing'

/** Whether the files of a package are those that were signed, and by whom; with errors, what the signer says need not be true. */
export interface Seal extends SignatureVerification {
  readonly signature: SignatureVerdict
}

/**
 * Holds the files against the manifest, the manifest against the signature, and the signer's certificate against those
 * that are trusted (Apple, *Building a Pass*).
 */
export function verifySeal(
  { files, manifest, unread }: OpenedPackage,
  trusted: readonly X509Certificate[],
  at: Date,
): Seal {
  const issues = manifest ? verifyManifest(manifest, files, unread) : []
  const [signature, signed] = [files.get('signature'), files.get('manifest.json')]
  if (!signature) return { signature: 'missing', issues, chain: [] }
  if (!signed) return { signature: 'wrong', issues, chain: [] }
  const verified = verifySigned(signature, signed, trusted, at)
  issues.push(...verified.issues)
  if (!verified.signer) return { ...verified, signature: 'wrong', issues }
  issues.push(...bindingIssues(verified.signer, 'signature', {}))
  const isWhole = unread.size === 0 && files.has('pass.json')
  return { ...verified, signature: isWhole ? verdict(issues) : 'wrong', issues }
}

/** What does not make it another's signature. */
const otherTroubles: readonly string[] = ['ROOT_NOT_TRUSTED', 'SIGNING_TIME_IN_FUTURE']

function verdict(issues: readonly Issue[]): SignatureVerdict {
  if (hasErrors(issues.filter(({ code }) => !otherTroubles.includes(code)))) return 'wrong'
  return issues.some(({ code }) => code === 'ROOT_NOT_TRUSTED') ? 'untrusted' : 'trusted'
}
