import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Key } from '../platform/keys.ts'
import type { Scope } from './scopes.ts'

/** What an API key says of itself, under short names because it is sent with every request. */
export interface Claims {
  /** Id of the API key. */
  readonly k: string
  /** Customer. */
  readonly c: string
  readonly s: readonly Scope[]
  /** The only campaigns it may touch; absent for all. */
  readonly g?: readonly string[]
  /** Not valid after: seconds since 1970; absent for ever. */
  readonly x?: number
  /** Id of the installation's key that the MAC is under. */
  readonly m: string
}

const prefix = 'bfk_'
const longestText = 8192

/**
 * The text of an API key: `bfk_<claims>.<MAC>`, both base64url; the claims are JSON, the MAC is HMAC-SHA256 of all that
 * stands before the dot. Whoever has it has the key: it is shown once and kept nowhere.
 */
export function encodeKeyText(macKey: Key, claims: Omit<Claims, 'm'>): string {
  const signed = prefix + Buffer.from(JSON.stringify({ ...claims, m: macKey.id })).toString('base64url')
  return `${signed}.${macOf(macKey, signed)}`
}

/**
 * Checks the MAC of a presented text, in constant time, and reads its claims. Whether they still hold is the caller's
 * to judge.
 *
 * @param macKeyById finds the installation's keys
 * @returns the claims, or in words what is wrong with the text
 */
export function decodeKeyText(
  text: string,
  macKeyById: (id: string) => Key | undefined,
): { readonly claims: Claims; readonly macKey: Key } | { readonly fault: string } {
  if (!text.startsWith(prefix)) return { fault: `An API key of Billfold begins with ${prefix}` }
  if (text.length > longestText) return { fault: 'The API key is longer than any that Billfold makes' }
  const dot = text.lastIndexOf('.')
  if (dot < 0) return { fault: 'The API key is cut off: its second part, after the dot, is missing' }
  const signed = text.slice(0, dot)
  const claims = readClaims(signed.slice(prefix.length))
  if (!claims) return { fault: 'The API key is damaged: its first part cannot be read' }
  const macKey = macKeyById(claims.m)
  if (macKey?.purpose !== 'apiKeys') return { fault: 'The API key was not made by this installation' }
  const expected = Buffer.from(macOf(macKey, signed))
  const presented = Buffer.from(text.slice(dot + 1))
  if (expected.length !== presented.length || !timingSafeEqual(expected, presented)) {
    return { fault: 'The API key was altered or mistyped: its two parts do not belong together' }
  }
  return { claims, macKey }
}

const macOf = (macKey: Key, signed: string) => createHmac('sha256', macKey.secret).update(signed).digest('base64url')

/** Not to be believed before the MAC is checked: only `m` is known to be a string. */
function readClaims(encoded: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString())
    const readable = typeof claims === 'object' && claims !== null && 'm' in claims && typeof claims.m === 'string'
    return readable ? (claims as Claims) : undefined
  } catch {
    return undefined
  }
}
