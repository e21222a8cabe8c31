import { createPublicKey, hash, type KeyObject, type X509Certificate } from 'node:crypto'
import { describeNames, publicKeyOf, subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf } from '../errors.ts'
import type { Identity, IdentityInput } from './load-identity.ts'

/** Wallet's signatures are RSA; Apple's own pass builder also takes keys on P-256. */
export function keyTypeIssues(publicKey: KeyObject | undefined, path: string): Issue[] {
  const { modulusLength = 0, namedCurve } = publicKey?.asymmetricKeyDetails ?? {}
  const type = publicKey?.asymmetricKeyType
  if ((type === 'rsa' && modulusLength >= 2048) || (type === 'ec' && namedCurve === 'prime256v1')) return []
  const found = type === 'rsa' ? `RSA with ${modulusLength} bits` : (namedCurve ?? type ?? 'of an unknown kind')
  return [
    issueOf(
      'KEY_TYPE_UNSUPPORTED',
      path,
      `The key is ${found}; passes are signed with RSA of at least 2048 bits or with P-256.`,
      'Request a certificate for an RSA key of 2048 bits.',
    ),
  ]
}

export function pairIssues(certificate: X509Certificate, key: KeyObject): Issue[] {
  if (certificate.checkPrivateKey(key)) return []
  return [
    issueOf(
      'KEY_CERTIFICATE_MISMATCH',
      'privateKey',
      `The private key (${describeKey(key)}) does not belong to the certificate ${describeNames(subjectNames(certificate))} (${describeKey(publicKeyOf(certificate))}).`,
      'Give the key that the certificate was requested with.',
    ),
  ]
}

/** Enough to tell two keys apart: the type, and the start of the SHA-256 of the public part. */
function describeKey(key: KeyObject | undefined): string {
  if (!key) return 'of an unknown kind'
  const publicPart = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })
  return `${key.asymmetricKeyType} ${hash('sha256', publicPart).slice(0, 12)}`
}

/** What keeps an identity from signing at a time: its certificate or its intermediate is not valid then. */
export function identityValidityIssues(identity: Identity, signingTime: Date): Issue[] {
  // Nearly always: reading the dates of a certificate costs more than all other checks of a pass.
  if (signingTime >= identity.notBefore && signingTime <= identity.notAfter) return []
  return [
    ...validityIssues(identity.certificate, 'certificate', signingTime),
    ...validityIssues(identity.intermediate, 'intermediate', signingTime),
  ]
}

/** The problems that a certificate's validity has at a time. */
export function validityIssues(certificate: X509Certificate, path: string, at: Date): Issue[] {
  const { validFromDate, validToDate } = certificate
  const subject = describeNames(subjectNames(certificate))
  if (at < validFromDate) {
    return [
      issueOf(
        'CERTIFICATE_NOT_YET_VALID',
        path,
        `${subject} is valid from ${written(validFromDate)} on, not yet at ${written(at)}.`,
        'Check the clock of the machine that signs.',
      ),
    ]
  }
  if (at <= validToDate) return []
  return [
    issueOf(
      'CERTIFICATE_EXPIRED',
      path,
      `${subject} expired at ${written(validToDate)}, before ${written(at)}.`,
      'Create a new certificate for the same pass type identifier; the passes that it signs replace the old ones.',
    ),
  ]
}

/** The dates of a certificate may be damaged. */
function written(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'a date that cannot be read' : date.toISOString()
}

export function bindingIssues(
  certificate: X509Certificate,
  path: string,
  expected: NonNullable<IdentityInput['expect']>,
): Issue[] {
  const names = subjectNames(certificate)
  const { userId, organizationalUnit } = names
  if (certificate.ca) {
    return [
      issueOf(
        'CERTIFICATE_NOT_FOR_PASSES',
        path,
        `${describeNames(names)} is the certificate of an authority, which issues others.`,
        'Give the Pass Type ID certificate that it has issued.',
      ),
    ]
  }
  if (!userId?.startsWith('pass.') || !organizationalUnit) {
    return [
      issueOf(
        'CERTIFICATE_NOT_FOR_PASSES',
        path,
        `${describeNames(names)} is no Pass Type ID certificate: its user id is ${userId ?? 'missing'}, its organizational unit ${organizationalUnit ?? 'missing'}.`,
        'Create a certificate for a Pass Type ID (pass.…) in the Apple developer account.',
      ),
    ]
  }
  return [
    ...mismatch('PASS_TYPE_MISMATCH', 'expect.passTypeIdentifier', expected.passTypeIdentifier, userId),
    ...mismatch('TEAM_MISMATCH', 'expect.teamIdentifier', expected.teamIdentifier, organizationalUnit),
  ]
}

function mismatch(
  code: 'PASS_TYPE_MISMATCH' | 'TEAM_MISMATCH',
  path: string,
  expected: string | undefined,
  actual: string,
): Issue[] {
  if (expected === undefined || expected === actual) return []
  return [
    issueOf(
      code,
      path,
      `Expected is ${expected}, but the certificate is for ${actual}.`,
      `Use the certificate for ${expected}, or write ${actual}.`,
    ),
  ]
}
