import { randomBytes } from 'node:crypto'

/** Crockford's alphabet in lower case: no i, l, o, u, so an id survives being read aloud. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Crockford base32 in lower case, without padding: 5 bits a character, the last one filled up with zero bits. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(buffer >>> bits) & 31]
    }
    buffer &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(buffer << (5 - bits)) & 31] : text
}

/**
 * A new id such as `pas_01kaz3…`: prefix, 48 bits of milliseconds and 80 random bits. Ids made later sort later, which
 * keeps the indexes on them dense.
 */
export function newId(prefix: string, at: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  return `${prefix}_${base32(bytes)}`
}
