import { hash } from 'node:crypto'

/** What a derived key is for (RFC 7292 appendix B.3). */
export const purpose = { key: 1, iv: 2, mac: 3 } as const

/** Block sizes of the digests, in bytes. */
const blockBytesOf = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 } as const

export interface Pkcs12KeyInput {
  readonly digest: keyof typeof blockBytesOf
  /** Undefined is none at all, which derives other keys than an empty one. */
  readonly passphrase: string | undefined
  readonly salt: Uint8Array
  readonly iterations: number
  readonly purpose: number
  readonly lengthBytes: number
}

/** Derives a key, an IV or a MAC key from a passphrase (RFC 7292 appendix B.2). */
export function derivePkcs12Key({
  digest,
  passphrase,
  salt,
  iterations,
  purpose,
  lengthBytes,
}: Pkcs12KeyInput): Buffer {
  const blockBytes = blockBytesOf[digest]
  const diversifier = Buffer.alloc(blockBytes, purpose)
  const input = Buffer.concat([repeated(salt, blockBytes), repeated(bmpString(passphrase), blockBytes)])

  const pieces: Buffer[] = []
  for (let derived = 0; derived < lengthBytes; derived += pieces.at(-1)!.length) {
    let piece = hash(digest, Buffer.concat([diversifier, input]), 'buffer')
    for (let i = 1; i < iterations; i++) piece = hash(digest, piece, 'buffer')
    pieces.push(piece)
    const addend = repeated(piece, blockBytes).subarray(0, blockBytes)
    for (let at = 0; at < input.length; at += blockBytes) addWithOne(input.subarray(at, at + blockBytes), addend)
  }
  return Buffer.concat(pieces).subarray(0, lengthBytes)
}

/** Copies of the bytes, as many as fill whole blocks; nothing stays nothing. */
function repeated(bytes: Uint8Array, blockBytes: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / blockBytes) * blockBytes, bytes)
}

/** Appendix B.1: big-endian UTF-16 with a terminating zero. */
function bmpString(passphrase: string | undefined): Buffer {
  if (passphrase === undefined) return Buffer.alloc(0)
  return Buffer.from(`${passphrase}\0`, 'utf16le').swap16()
}

/** target = target + addend + 1, as big-endian numbers that wrap around. */
function addWithOne(target: Buffer, addend: Buffer): void {
  let carry = 1
  for (let i = target.length - 1; i >= 0; i--) {
    carry += target[i]! + addend[i]!
    target[i] = carry & 0xff
    carry >>>= 8
  }
}
