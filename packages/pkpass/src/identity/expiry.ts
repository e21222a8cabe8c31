import { requireDate } from '../arguments.ts'
import type { Identity } from './load-identity.ts'

export interface Expiry {
  /** When the identity can no longer sign: the earlier end of the certificate and its intermediate. */
  readonly notAfter: Date
  readonly limitedBy: 'certificate' | 'intermediate'
  /** Whole days until then; negative afterwards. */
  readonly daysLeft: number
  /** `expiring` during the last 30 days. */
  readonly state: 'valid' | 'expiring' | 'expired'
}

const dayMs = 86_400_000
const expiringDays = 30

/** How long an identity can still sign. Installed passes go on working afterwards, but cannot be updated. */
export function expiryOf(identity: Identity, at: Date): Expiry {
  requireDate(at, 'at')
  const { notAfter, certificate } = identity
  const daysLeft = Math.floor((notAfter.getTime() - at.getTime()) / dayMs)
  return {
    notAfter,
    limitedBy: certificate.validToDate <= notAfter ? 'certificate' : 'intermediate',
    daysLeft,
    state: at > notAfter ? 'expired' : daysLeft < expiringDays ? 'expiring' : 'valid',
  }
}
