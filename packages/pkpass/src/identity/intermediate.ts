import { X509Certificate } from 'node:crypto'
import { certificateFields, describeNames, issuerNames, publicKeyOf, subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf } from '../errors.ts'
import { appleIntermediatePems } from './apple-certificates.ts'

/** Whether one certificate names the other as its issuer and was really signed by it. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const key = publicKeyOf(issuer)
  return key !== undefined && issuer.ca && certificate.checkIssued(issuer) && certificate.verify(key)
}

/** Apple's built-in intermediates. */
export function appleIntermediates(): readonly X509Certificate[] {
  return appleIntermediatePems.map((pem) => new X509Certificate(pem))
}

/**
 * The intermediate that issued the certificate, from those given and Apple's: chosen by the issuer's name, proven by
 * the signature. A pass that embeds another generation is signed correctly and yet refused by Wallet. Of several with the
 * same key, as when an authority has renewed its own certificate, one that is valid at the time.
 */
export function findIntermediate(
  certificate: X509Certificate,
  given: readonly X509Certificate[],
  at: Date,
): X509Certificate | Issue {
  const candidates = [...given, ...appleIntermediates()]
  const issuers = candidates.filter((candidate) => isIssuedBy(certificate, candidate))
  const isValid = ({ validFromDate, validToDate }: X509Certificate) => validFromDate <= at && at <= validToDate
  const intermediate = issuers.find(isValid) ?? issuers[0]
  if (intermediate) return intermediate

  const issuer = describeNames(issuerNames(certificate))
  const issuerName = certificateFields(certificate).issuer
  if (candidates.some((candidate) => Buffer.compare(certificateFields(candidate).subject, issuerName) === 0)) {
    return issueOf(
      'INTERMEDIATE_MISMATCH',
      'intermediates',
      `The certificate names ${issuer} as its issuer, but the certificate of that name did not sign it.`,
      'Give the intermediate certificate of the authority that issued the pass certificate.',
    )
  }
  return issueOf(
    'INTERMEDIATE_NOT_FOUND',
    'intermediates',
    `The certificate was issued by ${issuer}; known are ${candidates
      .filter(({ ca }) => ca)
      .map((c) => describeNames(subjectNames(c)))
      .join(', ')}.`,
    'Use a Pass Type ID certificate from the Apple developer account, or give the intermediate of your development authority.',
  )
}
