import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { type Keys, lengthPrefixed } from '../platform/keys.ts'

/**
 * The `authenticationToken` of a pass, by which a phone proves to hold it: HMAC-SHA256 over pass type and serial, 43
 * characters of base64url, so nothing of it is kept (Apple, *Adding a Web Service to Update Passes*: at least 16).
 * After a rotation a pass gets a token under the new key with its next update; its old one stays valid.
 */
export function phoneToken(keys: Keys, customerId: string, passTypeId: string, serial: string): string {
  return tokenUnder(keys.active('phoneTokens', customerId, passTypeId).secret, passTypeId, serial)
}

/** Whether a phone's token is right under a key that is accepted at the time; compared in constant time. */
export function phoneTokenMatches(
  keys: Keys,
  customerId: string,
  passTypeId: string,
  serial: string,
  presented: string,
  at: Date,
): boolean {
  const given = Buffer.from(presented)
  return keys.accepted('phoneTokens', customerId, passTypeId, at).some((key) => {
    const expected = Buffer.from(tokenUnder(key.secret, passTypeId, serial))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function tokenUnder(key: KeyObject, passTypeId: string, serial: string): string {
  return createHmac('sha256', key)
    .update(lengthPrefixed([passTypeId, serial]))
    .digest('base64url')
}
