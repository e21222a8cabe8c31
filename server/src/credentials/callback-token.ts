import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import { isAccepted, type Key, type Keys, refreshAtMostOnceASecond } from '../platform/keys.ts'

/** Whose callbacks come to an address. */
export interface CallbackOwner {
  readonly customerId: string
  readonly configurationId: string
}

/**
 * The last part of the address that Google calls when a pass of an issuer is saved or removed: the configuration, the
 * id of the key that vouches for it, and an HMAC-SHA256 as 43 characters of base64url. Google's own signature proves
 * who calls; this says for whom, so that no message has to be believed about its issuer, and strangers cost no work.
 */
export function callbackToken(keys: Keys, customerId: string, configurationId: string): string {
  const key = keys.active('callbackTokens', customerId, configurationId)
  return [configurationId, key.id, macUnder(key)].join('.')
}

/**
 * Makes the function that finds out whose a presented token is; undefined if it is none of ours, or of a key that has
 * leaked. Needs no database, unless the token names a key that another process may have just made.
 */
export function openCallbackTokens(options: {
  keys: Keys
  clock: Clock
}): (token: string) => Promise<CallbackOwner | undefined> {
  const { keys, clock } = options
  const refresh = refreshAtMostOnceASecond(options)

  return async (token) => {
    const [configurationId = '', keyId = '', mac = '', ...more] = token.split('.')
    if (more.length > 0) return undefined
    const key = keys.byId(keyId) ?? ((await refresh()) ? keys.byId(keyId) : undefined)
    if (key?.purpose !== 'callbackTokens' || key.customerId === null) return undefined
    if (key.scope !== configurationId || !isAccepted(key, clock.now())) return undefined
    const [given, expected] = [Buffer.from(mac), Buffer.from(macUnder(key))]
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    return { customerId: key.customerId, configurationId }
  }
}

const macUnder = (key: Key): string => createHmac('sha256', key.secret).update(key.scope).digest('base64url')
