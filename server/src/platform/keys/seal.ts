import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

// A cipher made from bytes instead of a key object takes four times as long.

/** The one format so far: AES-256-GCM as version byte, nonce, tag, ciphertext. */
const version = 1
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes + tagBytes

/**
 * Seals bytes with AES-256-GCM under a random nonce (NIST SP 800-38D: at most 2³² values under one key).
 *
 * @param key 32 bytes
 * @param context where the value belongs, as table and id; it only opens with the same one, so rows cannot be swapped
 */
export function seal(key: Buffer, plaintext: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), ciphertext])
}

/**
 * Opens what `seal` made.
 *
 * @throws Error when one bit of it was changed, or it was sealed under another key or for another context
 */
export function unseal(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes.length < headBytes || bytes[0] !== version) {
    throw new Error('This is not a sealed value that this version of Billfold can read')
  }
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(1 + nonceBytes, headBytes))
  return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()])
}
