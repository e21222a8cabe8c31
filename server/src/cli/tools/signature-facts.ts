import type { X509Certificate } from 'node:crypto'
import type { SignatureVerdict, Verification } from '@billfold/pkpass'

const verdicts: Readonly<Record<SignatureVerdict, string>> = {
  trusted: 'right, and of a trusted authority',
  untrusted: 'right, but of an authority that is not trusted here',
  wrong: 'wrong',
  missing: 'none',
}

/** Whether a pass is signed, and by whom, as facts for people. */
export function signatureFacts(verification: Verification) {
  const { signature, passTypeIdentifier, teamIdentifier, signingTime, chain, issues } = verification
  const [signer, ...authorities] = chain
  const isArchiveRead = issues.every(({ path }) => path !== 'archive')
  return [
    ['Pass type', passTypeIdentifier],
    ['Team', teamIdentifier],
    ['Signature', isArchiveRead ? verdicts[signature] : undefined],
    ['Signed at', signingTime?.toISOString()],
    ['Signed by', signer && summaryOf(signer)],
    ...authorities.map((authority) => ['Issued by', summaryOf(authority)] as const),
  ] as const
}

/** The name that tells a certificate from others, and until when it is valid. */
function summaryOf({ subject, validToDate }: X509Certificate): string {
  const part = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(subject)?.[1]
  const [name = nameOf(subject), unit] = [part('CN'), part('OU')]
  // Of a pass certificate the unit is the team.
  const shown = unit === undefined || part('UID') !== undefined ? name : `${name}, ${unit}`
  return `${shown} (until ${validToDate.toISOString().slice(0, 10)})`
}

/** The same for a `--json` document. */
export function signatureDocument(verification: Verification) {
  const { signature, passTypeIdentifier, teamIdentifier, signingTime, signer, chain } = verification
  return {
    signature,
    passTypeIdentifier,
    teamIdentifier,
    signingTime,
    signer: signer && certificateDocument(signer),
    chain: chain.map(certificateDocument),
  }
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
