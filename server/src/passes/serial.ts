import { createHmac, type KeyObject } from 'node:crypto'
import { base32 } from '../platform/ids.ts'
import { lengthPrefixed } from '../platform/keys.ts'

/**
 * A pass's serial number: 26 characters of lower-case Crockford base32 from 128 bits of HMAC-SHA-256 over campaign,
 * contact and customer, each with its length before it. It fits Apple URLs, Google ids and file names. No right follows
 * from knowing it.
 */
export function mintSerial(
  key: KeyObject,
  pass: { campaignId: string; contactId: string; customerId: string },
): string {
  const parts = lengthPrefixed([pass.campaignId, pass.contactId, pass.customerId])
  return base32(createHmac('sha256', key).update(parts).digest().subarray(0, 16))
}
