import { type Identity, type Issue, loadIdentity, PassError } from '@billfold/pkpass'
import type { Material } from './material.ts'

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
    usable: usable.sort((a, b) => issuedAt(b.identity) - issuedAt(a.identity)),
    issues: opened.flatMap((one) => ('issues' in one ? one.issues : [])),
  }
}

/** What to keep when a certificate is stored: it, and as fallback those that can still sign, the newest of them. */
export function withCertificate(
  material: Material,
  identity: Identity,
  present: readonly Material[],
  at: Date,
): { readonly materials: readonly Material[]; readonly notAfter: Date } {
  const isAnother = ({ identity: other }: Certificates['usable'][number]) =>
    other.certificate.fingerprint256 !== identity.certificate.fingerprint256
  const kept = openCertificates(present, at).usable.filter(isAnother).slice(0, mostKept)
  const ends = [identity, ...kept.map((one) => one.identity)].map(({ notAfter }) => notAfter.getTime())
  return { materials: [material, ...kept.map((one) => one.material)], notAfter: new Date(Math.max(...ends)) }
}

type Opened = Certificates['usable'][number] | { readonly issues: readonly Issue[] }

function open(material: Material, at: Date): Opened {
  try {
    return { material, identity: loadIdentity(material, at) }
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    return { issues: error.issues }
  }
}

const issuedAt = ({ certificate }: Identity) => certificate.validFromDate.getTime()
