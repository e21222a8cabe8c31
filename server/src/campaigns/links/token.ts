import { createCipheriv, createDecipheriv, type DecipherGCM, type KeyObject, randomBytes } from 'node:crypto'
import type { TokenValue } from '../../passes/tokens.ts'
import type { Key, Keys } from '../../platform/keys.ts'

/** The wallet that a link asks for; `auto` leaves it to the phone that opens it. */
export type Platform = 'apple' | 'google' | 'auto'

/** What a link says: whose pass of which campaign it opens to, with which tokens. */
export interface Link {
  /** Milliseconds count: of two links of one recipient the newer wins. */
  readonly issuedAt: Date
  /** Kept in whole seconds. */
  readonly expiresAt: Date
  /** The API key that made it. */
  readonly apiKeyId: string
  readonly campaignId: string
  readonly contactId: string
  readonly platform: Platform
  readonly contact: Readonly<Record<string, TokenValue>>
  readonly voucher: Readonly<Record<string, TokenValue>>
}

/** A link with the customer whose key it was sealed under. */
export interface OpenedLink extends Link {
  readonly customerId: string
}

/** `unknown_key`: no such key is in memory; `revoked`: the key has leaked and is no longer believed. */
export type LinkRefusal = 'invalid' | 'unknown_key' | 'expired' | 'revoked'

/** The payload under short names, because links are sent by SMS and drawn as barcodes. */
interface Payload {
  readonly i: number
  readonly x: number
  readonly k: string
  readonly c: string
  readonly p: string
  readonly w: Platform
  readonly t: Link['contact']
  readonly v: Link['voucher']
}

const type = 'billfold-link+jwe'
const ivBytes = 12
const tagBytes = 16

/**
 * Seals a link as a compact JWE (RFC 7516 §3.1) with direct encryption and AES-256-GCM (RFC 7518 §4.5, §5.3), because
 * links carry personal data. The random 96-bit IV allows 2³² links under one key (NIST SP 800-38D §8.3).
 *
 * @param key a customer's active key for links; its id becomes `kid`
 */
export function sealLink(key: Key, link: Link): string {
  const { secret, header, aad } = sealer(key)
  const payload: Payload = {
    i: link.issuedAt.getTime(),
    x: Math.floor(link.expiresAt.getTime() / 1000),
    k: link.apiKeyId,
    c: link.campaignId,
    p: link.contactId,
    w: link.platform,
    t: link.contact,
    v: link.voucher,
  }
  const iv = nextIv()
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(aad)
  const ciphertext = cipher.update(JSON.stringify(payload), 'utf8').toString('base64url')
  cipher.final()
  return `${header}..${iv.toString('base64url')}.${ciphertext}.${cipher.getAuthTag().toString('base64url')}`
}

/**
 * Opens a link's token under the key that its header names; the customer follows from the key.
 *
 * @returns the link, or why it cannot be had
 */
export function openLink(keys: Keys, token: string, at: Date): OpenedLink | LinkRefusal {
  const [header = '', encryptedKey, iv = '', ciphertext = '', tag = '', ...rest] = token.split('.')
  if (encryptedKey !== '' || rest.length > 0) return 'invalid'
  const keyId = keyIdOf(header)
  if (keyId === undefined) return 'invalid'
  const key = keys.byId(keyId)
  if (!key) return 'unknown_key'
  if (key.purpose !== 'links' || key.customerId === null) return 'invalid'
  const payload = decrypt(key, header, decode(iv), decode(ciphertext), decode(tag))
  if (!payload) return 'invalid'
  if (!keys.accepted('links', key.customerId, undefined, at).includes(key)) return 'revoked'
  if (at.getTime() >= payload.x * 1000) return 'expired'
  return {
    customerId: key.customerId,
    issuedAt: new Date(payload.i),
    expiresAt: new Date(payload.x * 1000),
    apiKeyId: payload.k,
    campaignId: payload.c,
    contactId: payload.p,
    platform: payload.w,
    contact: payload.t,
    voucher: payload.v,
  }
}

interface Sealer {
  readonly secret: KeyObject
  /** The protected header as it stands in the token. */
  readonly header: string
  readonly aad: Buffer
}

const sealers = new WeakMap<Key, Sealer>()

/** All of a token that is the same for every link under a key. A key object costs a third of a key given as bytes. */
function sealer(key: Key): Sealer {
  let found = sealers.get(key)
  if (!found) {
    const header = encode({ alg: 'dir', enc: 'A256GCM', kid: key.id, typ: type })
    found = { secret: key.secret, header, aad: Buffer.from(header, 'ascii') }
    sealers.set(key, found)
  }
  return found
}

let ivs = Buffer.alloc(0)
let ivsUsed = 0

/** One call for a thousand IVs: asked for singly they would cost more than the encryption. */
function nextIv(): Buffer {
  if (ivsUsed === ivs.length) {
    ivs = randomBytes(1000 * ivBytes)
    ivsUsed = 0
  }
  ivsUsed += ivBytes
  return ivs.subarray(ivsUsed - ivBytes, ivsUsed)
}

function keyIdOf(header: string): string | undefined {
  const fields = parse(decode(header))
  // No other member is understood, `zip` and `crit` least of all.
  if (!fields || Object.keys(fields).length !== 4) return undefined
  const { alg, enc, kid, typ } = fields
  return alg === 'dir' && enc === 'A256GCM' && typ === type && typeof kid === 'string' ? kid : undefined
}

function decrypt(
  key: Key,
  header: string,
  iv: Buffer | undefined,
  ciphertext: Buffer | undefined,
  tag: Buffer | undefined,
): Payload | undefined {
  if (iv?.length !== ivBytes || !ciphertext || tag?.length !== tagBytes) return undefined
  const decipher: DecipherGCM = createDecipheriv('aes-256-gcm', sealer(key).secret, iv, { authTagLength: tagBytes })
  try {
    decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(tag)
    const plaintext = Buffer.concat([decipher.update(ciphertext), decipher.final()])
    return parse(plaintext) as Payload | undefined
  } catch {
    return undefined
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Base64url without slack: a text that decodes to the same bytes as another is not accepted in its place. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

function parse(bytes: Buffer | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
