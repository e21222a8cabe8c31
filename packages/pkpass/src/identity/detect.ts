import { X509Certificate } from 'node:crypto'
import * as oids from '../der/oids.ts'
import { childrenOf, type DerValue, integerOf, oidOf, readDer } from '../der/read.ts'
import { tag } from '../der/write.ts'
import { decodeText } from '../text/decode.ts'

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
  | 'web page'
  | 'damaged PEM text'
  | 'damaged DER value'
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

/** No line of dashes inside, so that text which begins again and again takes no longer than other text. */
const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----((?:[^-]|-(?!----))*)-----END \1-----/g
const pemLine = /-----(?:BEGIN|END) /
const base64Text = /^[A-Za-z0-9+/_-]+={0,2}$/
/** Some readers of environment files leave them on. */
const quotes = /^(["'])([\s\S]*)\1$/
const webPage = /^<(?:!doctype html|html)/i
/** One line, with a folder or an extension in it. */
const fileName = /^(?=.*(?:[/\\]|\.[A-Za-z0-9]{2,4}$))[^\p{Cc}\ufffd<>]{1,260}$/u
/** PEM text wrapped in base64, once more at most: nobody does it three times. */
const maxUnwrapping = 2

/**
 * What an input holds, whatever its form: PEM (with any line ends, with `\n` written out, without line ends, with
 * text around it, in UTF-16), DER, or either in base64. Always at least one entry; of unknown things the kind says what
 * they seem.
 */
export function detect(input: string | Uint8Array, unwrapped = 0): readonly Credential[] {
  if (typeof input !== 'string') {
    // JavaScript has more than the types allow.
    if (!ArrayBuffer.isView(input)) return [nothing('unknown value')]
    return input[0] === tag.sequence ? [detectDer(input)] : detect(textIn(input), unwrapped)
  }
  const text = input.replaceAll('\\r', '').replaceAll('\\n', '\n').trim().replace(quotes, '$2')
  if (text === '') return [nothing('empty value')]
  if (pemLine.test(text)) return detectPem(text)

  const compact = text.replace(/\s/g, '')
  const decoded = base64Text.test(compact) ? Buffer.from(compact, 'base64') : Buffer.alloc(0)
  const isWrapped = decoded[0] === tag.sequence || pemLine.test(textIn(decoded))
  if (isWrapped && unwrapped < maxUnwrapping) return detect(decoded, unwrapped + 1)
  if (webPage.test(text)) return [nothing('web page')]
  // As it was given: in Windows, \n may begin a folder's name.
  return [nothing(fileName.test(input.trim()) ? 'file name' : 'unknown value')]
}

/** PowerShell writes UTF-16, and what stands around PEM may be in anything. */
function textIn(bytes: Uint8Array): string {
  return decodeText(bytes)?.text ?? Buffer.from(bytes).toString('latin1')
}

function nothing(kind: CredentialKind): Credential {
  return { kind, der: new Uint8Array() }
}

const unreadable: ReadonlySet<CredentialKind> = new Set(['damaged DER value', 'unknown value'])

function detectPem(text: string): readonly Credential[] {
  const credentials = [...text.matchAll(pemBlock)].flatMap(([, label = '', body = '']): readonly Credential[] => {
    if (label === 'EC PARAMETERS') return []
    if (label === 'OPENSSH PRIVATE KEY') return [nothing('OpenSSH key')]
    if (body.includes('DEK-Info:')) {
      const pem = `-----BEGIN ${label}-----\n${body.trim()}\n-----END ${label}-----\n`
      return [{ kind: 'encrypted private key', der: new Uint8Array(), pem }]
    }
    const found = detectDer(Buffer.from(body, 'base64'))
    return [unreadable.has(found.kind) ? nothing('damaged PEM text') : found]
  })
  return credentials.length > 0 ? credentials : [nothing('damaged PEM text')]
}

function detectDer(der: Uint8Array): Credential {
  try {
    return { der, ...shapeOf(der) }
  } catch {
    // Bytes behind its end, as some tools add them, do no harm.
    if (isCertificate(der)) return { der: new X509Certificate(der).raw, kind: 'certificate' }
    return { der, kind: 'damaged DER value' }
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
  if (first?.tag !== tag.sequence) return { kind: 'unknown value' }
  if (second?.tag === tag.octetString) return { kind: 'encrypted private key', keyType: 'pkcs8' }
  if (second?.tag === tag.bitString) return { kind: 'public key' }
  if (isSequence(second) && third?.tag === tag.bitString) {
    if (isCertificate(der)) return { kind: 'certificate' }
    // What is signed has four parts in a request (RFC 2986 §4.1), and six at least in a certificate (RFC 5280 §4.1).
    return { kind: childrenOf(first).length <= 4 ? 'certificate request' : 'damaged DER value' }
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
