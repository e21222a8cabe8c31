import type { X509Certificate } from 'node:crypto'
import { subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf, PassError } from '../errors.ts'
import { strayIssues } from '../files.ts'
import { readCertificates } from '../identity/credentials.ts'
import { limitIssues } from '../lint/limit-issues.ts'
import { contentIssues } from '../lint/lint-package.ts'
import { openPackage, type ReadLimits } from '../read.ts'
import { type SignatureVerdict, verifySeal } from './verify-seal.ts'

export interface VerifyOptions extends ReadLimits {
  /** Now: signing times after it are refused. */
  readonly at: Date
  /** Trusted besides Apple Root CA, in PEM, DER or base64: those of development authorities. */
  readonly roots?: readonly (string | Uint8Array)[]
}

/** What verification found; a pass without errors among its issues keeps every rule of Wallet's that is known. */
export interface Verification {
  readonly issues: readonly Issue[]
  readonly signature: SignatureVerdict
  /** What the certificate says: whether the pass says the same is among the issues. */
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
 * Verifies a `.pkpass` file as Wallet does: archive, manifest, signature, certificates, signing time, identifiers, icon
 * and pass.json (Apple, *Building a Pass*). Reports every problem and throws for none of them; throws a PassError only
 * if one of the given roots is no certificate.
 */
export function verifyPass(bytes: Uint8Array, { at, roots = [], ...limits }: VerifyOptions): Verification {
  const trusted = readRoots(roots)
  const opened = openPackage(bytes, limits)
  const { signature, signer, signingTime, chain, issues: ofSeal } = verifySeal(opened, trusted, at)
  const issues: Issue[] = [...opened.issues, ...strayIssues(opened.files), ...ofSeal]
  if (signingTime) issues.push(...signingTimeIssues(signingTime, at))

  const names = signer && subjectNames(signer)
  const identifiers = {
    ...(names?.userId !== undefined && { passTypeIdentifier: names.userId }),
    ...(names?.organizationalUnit !== undefined && { teamIdentifier: names.organizationalUnit }),
  }
  issues.push(...contentIssues(opened, signer, at))
  return {
    issues: limitIssues(issues),
    signature,
    ...identifiers,
    ...(signingTime && { signingTime }),
    ...(signer && { signer }),
    chain,
  }
}

function readRoots(roots: readonly (string | Uint8Array)[]): readonly X509Certificate[] {
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
