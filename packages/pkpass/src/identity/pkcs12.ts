import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto'
import * as oids from '../der/oids.ts'
import { childOf, childrenOf, type DerValue, octetsOf, oidOf, readDer } from '../der/read.ts'
import { tag } from '../der/write.ts'
import {
  DecryptionError,
  decryptWithPassphrase,
  type Opening,
  openingWith,
  UnsupportedEncryptionError,
} from './password-encryption.ts'
import { derivePkcs12Key, purpose } from './pkcs12-key.ts'

export interface Pkcs12Contents {
  readonly certificates: readonly X509Certificate[]
  readonly keys: readonly KeyObject[]
}

/**
 * Reads a PKCS#12 file (RFC 7292) that is protected by a passphrase; without one, by the empty one or by none.
 * Throws DecryptionError for a wrong passphrase, UnsupportedEncryptionError, or another error for a damaged file.
 */
export function readPkcs12(bytes: Uint8Array, passphrase = ''): Pkcs12Contents {
  if (passphrase !== '') return read(bytes, passphrase)
  // Two ways to have none, of which each tool means one.
  try {
    return read(bytes, '')
  } catch (failure) {
    if (!(failure instanceof DecryptionError)) throw failure
    return read(bytes, undefined)
  }
}

function read(bytes: Uint8Array, passphrase: string | undefined): Pkcs12Contents {
  const file = readDer(bytes)
  const authenticatedSafe = contentOf(childOf(file, 1, tag.sequence))
  const macData = childrenOf(file)[2]
  const opening = openingWith(passphrase)
  if (macData) checkMac(macData, authenticatedSafe, opening)

  const bags = childrenOf(readDer(authenticatedSafe))
    .map((contentInfo) => safeContents(contentInfo, opening))
    .flatMap((contents) => childrenOf(readDer(contents)))
  return {
    certificates: bags.flatMap(certificateIn),
    keys: bags.flatMap((bag) => keyIn(bag, opening)),
  }
}

/** The octets in a ContentInfo of type data. */
function contentOf(contentInfo: DerValue): Uint8Array {
  const type = oidOf(childOf(contentInfo, 0))
  if (type !== oids.cms.data) throw new UnsupportedEncryptionError(`content of type ${type}`)
  return octetsOf(childOf(childOf(contentInfo, 1, tag.context(0)), 0))
}

/** RFC 7292 §4 and appendix A: HMAC over the authenticated safe. */
function checkMac(macData: DerValue, authenticatedSafe: Uint8Array, { passphrase, iterationsOf }: Opening): void {
  const [digestInfo, salt, iterations] = childrenOf(macData)
  if (!digestInfo || !salt) throw new Error('incomplete MacData')
  const type = oidOf(childOf(childOf(digestInfo, 0), 0))
  const digest = oids.digestNames[type]
  if (!digest) throw new UnsupportedEncryptionError(`MAC algorithm ${type}`)
  const expected = octetsOf(childOf(digestInfo, 1, tag.octetString))
  const key = derivePkcs12Key({
    digest,
    passphrase,
    salt: octetsOf(salt),
    iterations: iterations ? iterationsOf(iterations) : 1,
    purpose: purpose.mac,
    lengthBytes: expected.length,
  })
  const actual = createHmac(digest, key).update(authenticatedSafe).digest()
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) throw new DecryptionError('wrong MAC')
}

/** The SafeContents in a ContentInfo, decrypted if it is EncryptedData (RFC 5652 §8). */
function safeContents(contentInfo: DerValue, opening: Opening): Uint8Array {
  if (oidOf(childOf(contentInfo, 0)) !== oids.cms.encryptedData) return contentOf(contentInfo)
  const encryptedData = childOf(childOf(contentInfo, 1, tag.context(0)), 0, tag.sequence)
  const encryptedContent = childOf(encryptedData, 1, tag.sequence)
  return decryptWithPassphrase(childOf(encryptedContent, 1), octetsOf(childOf(encryptedContent, 2)), opening)
}

function certificateIn(bag: DerValue): readonly X509Certificate[] {
  if (oidOf(childOf(bag, 0)) !== oids.pkcs12.certBag) return []
  const certBag = bagValue(bag)
  if (oidOf(childOf(certBag, 0)) !== oids.pkcs12.x509Certificate) return []
  return [new X509Certificate(octetsOf(childOf(childOf(certBag, 1, tag.context(0)), 0)))]
}

function keyIn(bag: DerValue, opening: Opening): readonly KeyObject[] {
  const type = oidOf(childOf(bag, 0))
  if (type === oids.pkcs12.keyBag) return [privateKey(bagValue(bag).raw)]
  if (type !== oids.pkcs12.shroudedKeyBag) return []
  const encrypted = bagValue(bag)
  const ciphertext = octetsOf(childOf(encrypted, 1, tag.octetString))
  return [privateKey(decryptWithPassphrase(childOf(encrypted, 0), ciphertext, opening))]
}

function bagValue(bag: DerValue): DerValue {
  return childOf(childOf(bag, 1, tag.context(0)), 0, tag.sequence)
}

function privateKey(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
}
