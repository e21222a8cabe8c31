import type { X509Certificate } from 'node:crypto'
import { subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf, PassError } from '../errors.ts'
import { readCertificates } from '../identity/credentials.ts'
import { verifyChain } from './verify-chain.ts'
import { verifySignature } from './verify-signature.ts'

export interface SignatureVerifyOptions {
  /** Now: signing times after it are refused. */
  readonly at: Date
  /** Trusted besides Apple Root CA, in PEM, DER or base64: those of development authorities. */
  readonly roots?: readonly (string | Uint8Array)[]
}

/** What verification found; a signature without errors among its issues is one that Wallet would take. */
export interface SignatureVerification {
  readonly issues: readonly Issue[]
  /** What the certificate says. */
  readonly passTypeIdentifier?: string
  readonly teamIdentifier?: string
  readonly signingTime?: Date
  readonly signer?: X509Certificate
  /** From the signer's certificate up to the trusted root, or as far as it can be followed; empty without a signer. */
  readonly chain: readonly X509Certificate[]
}

/** By how much the clocks of the signer and of the verifier may differ. */
const clockToleranceMs = 60_000

/**
 * Verifies a detached signature over any bytes as Wallet verifies that of a pass over its manifest.json: the signature
 * of a personalization token (Apple, *Return a Personalized Pass*) is made in the same way. Whether the signer is the one
 * who should have signed is for the caller to say, by the identifiers. Reports every problem and throws for none of them;
 * throws a PassError only if one of the given roots is no certificate.
 *
 * @param signature DER, or the BER that some tools write
 */
export function verifyDetachedSignature(
  signature: Uint8Array,
  content: Uint8Array,
  { at, roots = [] }: SignatureVerifyOptions,
): SignatureVerification {
  return verifySigned(signature, content, readRoots(roots), at)
}

/** As {@link verifyDetachedSignature}, with roots that have been read. */
export function verifySigned(
  signature: Uint8Array,
  content: Uint8Array,
  roots: readonly X509Certificate[],
  at: Date,
): SignatureVerification {
  const { issues, signer, signingTime, certificates } = verifySignature(signature, content)
  const names = signer && subjectNames(signer)
  const { chain, issues: ofChain } = signer
    ? verifyChain(signer, certificates, roots, signingTime ?? at)
    : { chain: [], issues: [] }
  return {
    issues: [...issues, ...ofChain, ...(signingTime ? signingTimeIssues(signingTime, at) : [])],
    chain,
    ...(names?.userId !== undefined && { passTypeIdentifier: names.userId }),
    ...(names?.organizationalUnit !== undefined && { teamIdentifier: names.organizationalUnit }),
    ...(signingTime && { signingTime }),
    ...(signer && { signer }),
  }
}

export function readRoots(roots: readonly (string | Uint8Array)[]): readonly X509Certificate[] {
  const issues: Issue[] = []
  const certificates = roots.flatMap((root, index) => readCertificates(root, `roots[${index}]`, issues))
  if (issues.length > 0) throw new PassError('ROOTS_REFUSED', issues)
  return certificates
}

function signingTimeIssues(signingTime: Date, at: Date): Issue[] {
  if (signingTime.getTime() <= at.getTime() + clockToleranceMs) return []
  return [
    issueOf(
      'SIGNING_TIME_IN_FUTURE',
      'signature',
      `It was signed at ${signingTime.toISOString()}; it is ${at.toISOString()}.`,
      'Check the clock of the machine that signs.',
    ),
  ]
}
