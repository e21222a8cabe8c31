import type { X509Certificate } from 'node:crypto'
import type { Verification } from '@billfold/pkpass'

/** Who signed a pass, as facts for people. */
export function signatureFacts({ passTypeIdentifier, teamIdentifier, signer, signingTime }: Verification) {
  return [
    ['Pass type', passTypeIdentifier],
    ['Team', teamIdentifier],
    ['Signed by', signer && nameOf(signer.subject)],
    ['Issued by', signer && nameOf(signer.issuer)],
    ['Signed at', signingTime?.toISOString()],
  ] as const
}

/** The same for a `--json` document. */
export function signatureDocument({ passTypeIdentifier, teamIdentifier, signer, signingTime }: Verification) {
  return { passTypeIdentifier, teamIdentifier, signingTime, signer: signer && certificateDocument(signer) }
}

export function certificateDocument(certificate: X509Certificate) {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  }
}

/** A distinguished name on one line: Node gives each of its parts a line, and nothing at all for one without parts. */
export function nameOf(distinguishedName: string | undefined): string {
  return distinguishedName?.replaceAll('\n', ', ') ?? '(no name)'
}
