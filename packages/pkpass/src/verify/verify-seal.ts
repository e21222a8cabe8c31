import type { X509Certificate } from 'node:crypto'
import { hasErrors, type Issue } from '../errors.ts'
import { bindingIssues } from '../identity/certificate-checks.ts'
import type { OpenedPackage } from '../read.ts'
import { verifyChain } from './verify-chain.ts'
import { verifyManifest } from './verify-manifest.ts'
import { verifySignature } from './verify-signature.ts'

/**
 * `trusted`: it is of these files, and leads to a trusted root; `untrusted`: it is of these files, but leads to another
 * root; `wrong`: it is of other files, damaged, or made by whom it should not be; `missing`: there is none.
 */
export type SignatureVerdict = 'trusted' | 'untrusted' | 'wrong' | 'missing'

/** Whether the files of a package are those that were signed, and by whom. */
export interface Seal {
  readonly signature: SignatureVerdict
  readonly issues: readonly Issue[]
  /** Whose certificate is embedded; what it says need not be true if there are issues. */
  readonly signer?: X509Certificate
  readonly signingTime?: Date
  /** From the signer's certificate up to the trusted root, or as far as it can be followed. */
  readonly chain: readonly X509Certificate[]
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
  const { signer, signingTime, certificates, issues: found } = verifySignature(signature, signed)
  issues.push(...found)
  if (!signer) return { signature: 'wrong', issues, chain: [], ...(signingTime && { signingTime }) }
  const { chain, issues: ofChain } = verifyChain(signer, certificates, trusted, signingTime ?? at)
  issues.push(...ofChain, ...bindingIssues(signer, 'signature', {}))
  const isWhole = unread.size === 0 && files.has('pass.json')
  const signatureVerdict = isWhole ? verdict(issues) : 'wrong'
  return { signature: signatureVerdict, issues, signer, chain, ...(signingTime && { signingTime }) }
}

function verdict(issues: readonly Issue[]): SignatureVerdict {
  const others = issues.filter(({ code }) => code !== 'ROOT_NOT_TRUSTED')
  if (hasErrors(others)) return 'wrong'
  return others.length < issues.length ? 'untrusted' : 'trusted'
}
