import type { KeyObject, X509Certificate } from 'node:crypto'
import { requireDate, requireObject } from '../arguments.ts'
import { publicKeyOf, subjectNames } from '../der/certificate.ts'
import { type Issue, PassError } from '../errors.ts'
import { bindingIssues, keyTypeIssues, pairIssues, validityIssues } from './certificate-checks.ts'
import { readCertificates, readCredentials } from './credentials.ts'
import { findIntermediate } from './intermediate.ts'
import { isForNfc } from './nfc.ts'
import { checkedSigner, keySigner, type Signer } from './signer.ts'

/** Who signs passes: a Pass Type ID certificate with its key, and what follows from them. */
export interface Identity {
  readonly passTypeIdentifier: string
  readonly teamIdentifier: string
  readonly organizationName: string | undefined
  readonly certificate: X509Certificate
  /** The authority that issued the certificate; every signature embeds it. */
  readonly intermediate: X509Certificate
  /** When both certificates are valid. */
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whether Apple issued the certificate for passes with NFC. */
  readonly isForNfc: boolean
  readonly signer: Signer
  /** The private key, unless somebody else holds it: a TLS client shows with both who it is, as for pushes. */
  readonly privateKey: KeyObject | undefined
}

/** Each value may be PEM (also with `\n` written out), DER, or either in base64. */
export interface IdentityInput {
  readonly certificate?: string | Uint8Array | undefined
  /** May be encrypted, and may be left out if it stands in the same PEM text as the certificate. */
  readonly privateKey?: string | Uint8Array | undefined
  /** A .p12 or .pfx file, instead of certificate and privateKey. */
  readonly pkcs12?: string | Uint8Array | undefined
  readonly passphrase?: string | undefined
  /** Besides Apple's, which are built in: those of development authorities. */
  readonly intermediates?: readonly (string | Uint8Array)[]
  /** Instead of a private key: whoever holds it. */
  readonly signer?: Signer | undefined
  /** What the certificate must be for. */
  readonly expect?: {
    readonly passTypeIdentifier?: string | undefined
    readonly teamIdentifier?: string | undefined
  }
}

/**
 * Checks a certificate with its key for use at a time and chooses the intermediate by the certificate's issuer.
 * Throws a PassError with all problems: unreadable input, wrong pairs, wrong validity, an unknown issuer.
 * Follows Apple, *Building a Pass*: the certificate's user id is the pass type, its organizational unit the team.
 */
export function loadIdentity(input: IdentityInput, at: Date): Identity {
  requireObject(input, 'input')
  requireDate(at, 'at')
  const issues: Issue[] = []
  const { certificates, key } = readCredentials(input, issues)
  const intermediates = (input.intermediates ?? []).flatMap((given, index) =>
    readCertificates(given, `intermediates[${index}]`, issues),
  )
  const certificate = certificates.find(({ ca }) => !ca) ?? certificates[0]
  if (!certificate) throw new PassError('IDENTITY_REFUSED', issues)

  const path = input.pkcs12 === undefined ? 'certificate' : 'pkcs12'
  const names = subjectNames(certificate)
  const intermediate = findIntermediate(certificate, [...certificates, ...intermediates], at)
  const binding = bindingIssues(certificate, path, input.expect ?? {})
  if (!isIssue(intermediate)) issues.push(...validityIssues(intermediate, 'intermediates', at))
  // Who issued it matters only of a certificate for passes.
  else if (!binding.some(({ code }) => code === 'CERTIFICATE_NOT_FOR_PASSES')) issues.push(intermediate)
  issues.push(
    ...keyTypeIssues(publicKeyOf(certificate), path),
    ...(key ? pairIssues(certificate, key) : []),
    ...validityIssues(certificate, path, at),
    ...binding,
  )

  const signer = input.signer ? checkedSigner(input.signer, certificate.publicKey) : key && keySigner(key)
  const { userId, organizationalUnit, organization } = names
  if (issues.length > 0 || isIssue(intermediate) || !signer || !userId || !organizationalUnit) {
    throw new PassError('IDENTITY_REFUSED', issues)
  }
  return {
    passTypeIdentifier: userId,
    teamIdentifier: organizationalUnit,
    organizationName: organization,
    certificate,
    intermediate,
    notBefore: latest(certificate.validFromDate, intermediate.validFromDate),
    notAfter: earliest(certificate.validToDate, intermediate.validToDate),
    isForNfc: isForNfc(certificate),
    signer,
    privateKey: key,
  }
}

function isIssue(value: X509Certificate | Issue): value is Issue {
  return 'code' in value
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b
}
