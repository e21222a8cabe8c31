import { type Identity, type Issue, loadIdentity, PassError } from '@billfold/pkpass'
import type { Material } from './material.ts'
import type { Warning } from './wallet-configuration.ts'

/** Beside the one in force: a pass type has one certificate, and around a renewal two. */
const mostKept = 4

export interface Certificates {
  /** Those that can sign at that time, the one that was issued last first: that one is in force. */
  readonly usable: readonly { readonly material: Material; readonly identity: Identity }[]
  /** Why the others cannot. */
  readonly issues: readonly Issue[]
}

/** Opens the certificates of a pass type. */
export function openCertificates(materials: readonly Material[], at: Date): Certificates {
  const opened = materials.map((material) => open(material, at))
  const usable = opened.flatMap((one) => ('identity' in one ? [one] : []))
  return {
    usable: usable.sort(lastIssuedFirst),
    issues: opened.flatMap((one) => ('issues' in one ? one.issues : [])),
  }
}

/** One certificate that can sign for a pass type, without its key. */
export interface CertificateFacts {
  /** What Apple and Keychain call it; empty if its subject has no name. */
  readonly commonName: string
  /** In hexadecimal, as `openssl x509 -serial` writes it. */
  readonly serialNumber: string
  readonly issuedAt: Date
  /** When it, or the one that issued it, stops being valid. */
  readonly notAfter: Date
  readonly isForNfc: boolean
  /** Whether it is the one that signs; the others would if it could not. */
  readonly inForce: boolean
}

/** The certificates that can sign for a pass type, the one in force first. */
export const certificateFacts = (usable: Certificates['usable']): CertificateFacts[] =>
  usable.map(({ identity: { certificate, notAfter, isForNfc } }, index) => ({
    commonName: [certificate.toLegacyObject().subject.CN].flat().join(', '),
    serialNumber: certificate.serialNumber,
    issuedAt: certificate.validFromDate,
    notAfter,
    isForNfc,
    inForce: index === 0,
  }))

/** What to keep when a certificate is stored: it, and as fallback those that can still sign, the newest of them. */
export function withCertificate(
  material: Material,
  identity: Identity,
  present: readonly Material[],
  at: Date,
): { readonly materials: readonly Material[]; readonly notAfter: Date; readonly warnings: readonly Warning[] } {
  const isAnother = ({ identity: other }: Usable) =>
    other.certificate.fingerprint256 !== identity.certificate.fingerprint256
  const kept = openCertificates(present, at).usable.filter(isAnother).slice(0, mostKept)
  const all = [{ material, identity }, ...kept]
  const ends = all.map((one) => one.identity.notAfter.getTime())
  return {
    materials: all.map((one) => one.material),
    notAfter: new Date(Math.max(...ends)),
    warnings: warningsOf(all.toSorted(lastIssuedFirst), identity),
  }
}

type Opened = Usable | { readonly issues: readonly Issue[] }

function open(material: Material, at: Date): Opened {
  try {
    return { material, identity: loadIdentity(material, at) }
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    return { issues: error.issues }
  }
}

type Usable = Certificates['usable'][number]

const issuedAt = ({ identity }: Usable) => identity.certificate.validFromDate.getTime()
const lastIssuedFirst = (a: Usable, b: Usable) => issuedAt(b) - issuedAt(a)

/**
 * What needs attention about the certificates of a pass type, the one in force first.
 *
 * @param stored the one that was stored just now
 */
export function warningsOf([inForce, ...others]: Certificates['usable'], stored?: Identity): readonly Warning[] {
  const losesNfc = inForce?.identity.isForNfc === false && others.some(({ identity }) => identity.isForNfc)
  const isFallback = stored !== undefined && inForce?.identity !== stored
  return [...(losesNfc ? [nfcLost] : []), ...(isFallback ? [notInForce] : [])]
}

const nfcLost: Warning = {
  code: 'nfc_lost',
  message:
    'The certificate in force is an ordinary one, while an older one is for passes with NFC: phones refuse those now.',
  fix: 'If this pass type has passes with NFC, have Apple issue a "Pass Type ID with NFC" certificate, and store that.',
}

const notInForce: Warning = {
  code: 'certificate_not_in_force',
  message: 'This certificate is kept as a fallback only: one that was issued later is in force.',
  fix: 'To sign with another one, have Apple issue it anew, and store that.',
}
