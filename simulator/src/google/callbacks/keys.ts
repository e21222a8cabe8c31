import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

/** The protocol of Google's signed callbacks: Google Pay's ECv2, without encryption. */
export const protocolVersion = 'ECv2SigningOnly'
const senderId = 'GooglePayPasses'

const dayMs = 86_400_000
/** How long fetched root keys may be kept. */
const maxAgeSeconds = 3_600
/** Google's intermediate keys have been seen to outlive messages by at least 7.7 days. */
const intermediateLifeMs = 15 * dayMs
const intermediateRestMs = 8 * dayMs

/** A P-256 key pair. The public half is SPKI in base64, as Google writes `keyValue`. */
export interface SigningKey {
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string
  readonly keyValue: string
}

export interface IntermediateKey {
  readonly key: SigningKey
  readonly expiresAtMs: number
  /** JSON, letter by letter as it is signed and sent. */
  readonly signedKey: string
  readonly signatures: readonly string[]
}

export function newSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    keyValue: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** What `GET …/issuer/keys` answers: the expiration rolls on, two to three days ahead of whoever asks. */
export function rootKeysAnswer(roots: readonly SigningKey[], at: Date) {
  const keyExpiration = String((Math.floor(at.getTime() / dayMs) + 3) * dayMs)
  return {
    headers: { 'Cache-Control': `public, max-age=${maxAgeSeconds}` },
    body: { keys: roots.map(({ keyValue }) => ({ keyValue, protocolVersion, keyExpiration })) },
  }
}

/** An intermediate key that every root has signed. */
export function newIntermediateKey(roots: readonly SigningKey[], expiresAtMs: number): IntermediateKey {
  const key = newSigningKey()
  const signedKey = gson({ keyValue: key.keyValue, keyExpiration: String(expiresAtMs) })
  const signatures = roots.map((root) => signParts(root, [senderId, protocolVersion, signedKey]))
  return { key, expiresAtMs, signedKey, signatures }
}

export function freshIntermediateKey(roots: readonly SigningKey[], at: Date): IntermediateKey {
  return newIntermediateKey(roots, at.getTime() + intermediateLifeMs)
}

/** Whether an intermediate key is about to be replaced. */
export function isWorn({ expiresAtMs }: IntermediateKey, at: Date): boolean {
  return expiresAtMs - at.getTime() < intermediateRestMs
}

/** The signature of a message for a recipient, which is the issuer's id. */
export function signMessage(key: SigningKey, recipientId: string, signedMessage: string): string {
  return signParts(key, [senderId, recipientId, protocolVersion, signedMessage])
}

function signParts({ privateKeyPem }: SigningKey, parts: readonly string[]): string {
  const key = createPrivateKey(privateKeyPem)
  return sign('sha256', signedBytes(parts), { key, dsaEncoding: 'der' }).toString('base64')
}

/** What is signed of several parts: each after its length in bytes, as four bytes, the least first. */
export function signedBytes(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const content = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(content.length)
      return [length, content]
    }),
  )
}

/** JSON as Google writes it, with characters that could mean something in HTML escaped. */
export function gson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&='\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
