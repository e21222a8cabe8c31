import { X509Certificate } from 'node:crypto'
import * as oids from '../der/oids.ts'
import { childrenOf, type DerValue, integerOf, oidOf, readDer } from '../der/read.ts'
import { tag } from '../der/write.ts'

export type CredentialKind =
  | 'certificate'
  | 'private key'
  | 'encrypted private key'
  | 'PKCS#12 file'
  | 'certificate request'
  | 'public key'
  | 'PKCS#7 bundle'
  | 'OpenSSH key'
  | 'file name'
  | 'damaged PEM text'
  | 'empty value'
  | 'unknown value'

/** One thing found in an input, in the form in which `node:crypto` takes it. */
export interface Credential {
  readonly kind: CredentialKind
  readonly der: Uint8Array
  /** Of a private key: which of the encodings it has. */
  readonly keyType?: 'pkcs8' | 'pkcs1' | 'sec1'
  /** Only if its PEM headers are needed to decrypt it (RFC 1421 §4.6, as OpenSSL writes it). */
  readonly pem?: string
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g
const base64Text = /^[A-Za-z0-9+/_-]+={0,2}$/
/** PEM text wrapped in base64, once more at most: nobody does it three times. */
const maxUnwrapping = 2

/**
 * What an input holds, whatever its form: PEM (with any line ends, with `\n` written out, without line ends, with
 * text around it), DER, or either in base64. Always at least one entry; of unknown things the kind says what they seem.
 */
export function detect(input: string | Uint8Array, unwrapped = 0): readonly Credential[] {
  if (typeof input !== 'string') {
    if (input[0] === tag.sequence) return [detectDer(input)]
    return input.length === 0 ? [nothing('empty value')] : detect(Buffer.from(input).toString('utf8'), unwrapped)
  }
  const text = input.replaceAll('\\r', '').replaceAll('\\n', '\n').trim()
  if (text === '') return [nothing('empty value')]
  if (text.includes('-----BEGIN')) return detectPem(text)

  const compact = text.replace(/\s/g, '')
  const decoded = base64Text.test(compact) ? Buffer.from(compact, 'base64') : Buffer.alloc(0)
  const isWrapped = decoded[0] === tag.sequence || decoded.includes('-----BEGIN')
  if (isWrapped && unwrapped < maxUnwrapping) return detect(decoded, unwrapped + 1)
  return [nothing(/[/\\]|\.[A-Za-z0-9]{2,4}$/.test(text) ? 'file name' : 'unknown value')]
}

function nothing(kind: CredentialKind): Credential {
  return { kind, der: new Uint8Array() }
}

function detectPem(text: string): readonly Credential[] {
  const credentials = [...text.matchAll(pemBlock)].flatMap(([, label = '', body = '']): readonly Credential[] => {
    if (label === 'EC PARAMETERS') return []
    if (label === 'OPENSSH PRIVATE KEY') return [nothing('OpenSSH key')]
    if (body.includes('DEK-Info:')) {
      const pem = `-----BEGIN ${label}-----\n${body.trim()}\n-----END ${label}-----\n`
      return [{ kind: 'encrypted private key', der: new Uint8Array(), pem }]
    }
    return [detectDer(Buffer.from(body, 'base64'))]
  })
  return credentials.length > 0 ? credentials : [nothing('damaged PEM text')]
}

function detectDer(der: Uint8Array): Credential {
  try {
    return { der, ...shapeOf(der) }
  } catch {
    return { der, kind: 'unknown value' }
  }
}

/** Each of these structures is a SEQUENCE; the first elements tell which. */
function shapeOf(der: Uint8Array): Pick<Credential, 'kind' | 'keyType'> {
  const [first, second, third] = childrenOf(readDer(der))
  const isSequence = (value: DerValue | undefined) => value?.tag === tag.sequence
  if (first?.tag === tag.integer) {
    if (isSequence(second)) {
      const version = integerOf(first)
      return version === 3 ? { kind: 'PKCS#12 file' } : { kind: 'private key', keyType: 'pkcs8' }
    }
    return { kind: 'private key', keyType: second?.tag === tag.octetString ? 'sec1' : 'pkcs1' }
  }
  if (first?.tag === tag.oid) return { kind: oidOf(first) === oids.cms.signedData ? 'PKCS#7 bundle' : 'unknown value' }
  if (!isSequence(first)) return { kind: 'unknown value' }
  if (second?.tag === tag.octetString) return { kind: 'encrypted private key', keyType: 'pkcs8' }
  if (second?.tag === tag.bitString) return { kind: 'public key' }
  if (isSequence(second) && third?.tag === tag.bitString) {
    return { kind: isCertificate(der) ? 'certificate' : 'certificate request' }
  }
  return { kind: 'unknown value' }
}

function isCertificate(der: Uint8Array): boolean {
  try {
    new X509Certificate(der)
    return true
  } catch {
    return false
  }
}
