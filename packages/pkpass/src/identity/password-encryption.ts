/**
 * Opens what a PKCS#12 file holds encrypted: PBES2 with PBKDF2 (RFC 8018 §6.2) and the older schemes of RFC 7292
 * appendix C that Keychain, Windows and `openssl pkcs12 -legacy` write.
 */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto'
import * as oids from '../der/oids.ts'
import { childOf, childrenOf, type DerValue, integerOf, octetsOf, oidOf } from '../der/read.ts'
import { tag } from '../der/write.ts'
import { derivePkcs12Key, purpose } from './pkcs12-key.ts'
import { decryptRc2Cbc } from './rc2.ts'

/** Thrown for a scheme that is none of the above; its message names it. */
export class UnsupportedEncryptionError extends Error {
  override readonly name = 'UnsupportedEncryptionError'
}

/** Thrown if the passphrase does not fit. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError'
}

/** Of all keys that a file needs: far more than known tools use, and few enough not to hold up the process for long. */
const maxIterations = 300_000

/** What opens the parts of one file. */
export interface Opening {
  /** Undefined is none at all. */
  readonly passphrase: string | undefined
  /** The iteration count of a key derivation. Throws UnsupportedEncryptionError if those of the file add up to too many. */
  iterationsOf(value: DerValue): number
}

export function openingWith(passphrase: string | undefined): Opening {
  let sum = 0
  return {
    passphrase,
    iterationsOf(value) {
      const iterations = integerOf(value)
      sum += iterations
      if (iterations < 1 || sum > maxIterations) throw new UnsupportedEncryptionError(`${sum} iterations`)
      return iterations
    },
  }
}

interface Cipher {
  readonly keyBytes: number
  readonly ivBytes: number
  /** A name of Node's; RC2 is ours. */
  readonly name: string
}

const legacyCiphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 },
  '1.2.840.113549.1.12.1.5': { name: 'rc2-cbc', keyBytes: 16, ivBytes: 8 },
  '1.2.840.113549.1.12.1.6': { name: 'rc2-cbc', keyBytes: 5, ivBytes: 8 },
}

const pbes2Ciphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 },
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24, ivBytes: 16 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 },
}

const pseudoRandomFunctions: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

/** `algorithm` is an AlgorithmIdentifier. Throws UnsupportedEncryptionError, DecryptionError or DerError. */
export function decryptWithPassphrase(algorithm: DerValue, ciphertext: Uint8Array, opening: Opening): Buffer {
  const type = oidOf(childOf(algorithm, 0))
  const parameters = childOf(algorithm, 1, tag.sequence)
  if (type === oids.pkcs5.pbes2) return decryptPbes2(parameters, ciphertext, opening)

  const cipher = supported(legacyCiphers, type)
  const salt = octetsOf(childOf(parameters, 0, tag.octetString))
  const { passphrase } = opening
  const iterations = opening.iterationsOf(childOf(parameters, 1))
  const derive = (use: number, lengthBytes: number) =>
    derivePkcs12Key({ digest: 'sha1', passphrase, salt, iterations, purpose: use, lengthBytes })
  return decipher(cipher, derive(purpose.key, cipher.keyBytes), derive(purpose.iv, cipher.ivBytes), ciphertext)
}

function decryptPbes2(parameters: DerValue, ciphertext: Uint8Array, opening: Opening): Buffer {
  const derivation = childOf(parameters, 0, tag.sequence)
  const derivationType = oidOf(childOf(derivation, 0))
  if (derivationType !== oids.pkcs5.pbkdf2) throw new UnsupportedEncryptionError(derivationType)
  const [salt, iterations, ...optional] = childrenOf(childOf(derivation, 1, tag.sequence))
  if (!salt || !iterations) throw new UnsupportedEncryptionError('PBKDF2 without salt or iteration count')
  const prf = optional.find((parameter) => parameter.tag === tag.sequence)
  const digest = prf ? supported(pseudoRandomFunctions, oidOf(childOf(prf, 0))) : 'sha1'

  const scheme = childOf(parameters, 1, tag.sequence)
  const cipher = supported(pbes2Ciphers, oidOf(childOf(scheme, 0)))
  const iv = octetsOf(childOf(scheme, 1, tag.octetString))
  const rounds = opening.iterationsOf(iterations)
  const key = pbkdf2Sync(opening.passphrase ?? '', octetsOf(salt), rounds, cipher.keyBytes, digest)
  return decipher(cipher, key, iv, ciphertext)
}

function supported<Row>(table: Readonly<Record<string, Row>>, type: string): Row {
  const row = table[type]
  if (row === undefined) throw new UnsupportedEncryptionError(`algorithm ${type}`)
  return row
}

function decipher(cipher: Cipher, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const blockBytes = cipher.ivBytes
  if (iv.length !== blockBytes || ciphertext.length === 0 || ciphertext.length % blockBytes !== 0) {
    throw new DecryptionError('not whole blocks')
  }
  return withoutPadding(decipherBlocks(cipher, key, iv, ciphertext), blockBytes)
}

function decipherBlocks(cipher: Cipher, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  if (cipher.name === 'rc2-cbc') return decryptRc2Cbc(key, iv, ciphertext)
  const decipher = createDecipheriv(cipher.name, key, iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/** RFC 8018 §6.1.1: n bytes of value n. */
function withoutPadding(plaintext: Buffer, blockBytes: number): Buffer {
  const count = plaintext.at(-1)!
  const padding = plaintext.subarray(-count)
  if (count === 0 || count > blockBytes || padding.some((byte) => byte !== count)) {
    throw new DecryptionError('wrong padding')
  }
  return plaintext.subarray(0, -count)
}
