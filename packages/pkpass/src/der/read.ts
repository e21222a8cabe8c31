/**
 * Reads the ASN.1 that certificates, PKCS#12 files and CMS signatures are made of: DER, and of BER the indefinite
 * lengths and split octet strings that Apple's own tools write. Tags above 30 are refused; nothing is copied.
 */
import { tag } from './write.ts'

/** Thrown for anything that is not the expected ASN.1; callers say which file it was. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
  /** The whole encoding, tag and length included. */
  readonly raw: Uint8Array
}

const maxNesting = 32
const constructed = 0x20

/** The one value that `bytes` is; bytes after it are an error. */
export function readDer(bytes: Uint8Array): DerValue {
  const { value, end } = readAt(bytes, 0, 0)
  if (end !== bytes.length) throw new DerError(`${bytes.length - end} bytes too many`)
  return value
}

/** The values inside a constructed value. */
export function childrenOf(parent: DerValue): readonly DerValue[] {
  const children: DerValue[] = []
  for (let at = 0; at < parent.content.length; ) {
    const { value, end } = readAt(parent.content, at, 0)
    children.push(value)
    at = end
  }
  return children
}

/** The value at an index of a constructed value, which must have that tag if one is given. */
export function childOf(parent: DerValue, index: number, expectedTag?: number): DerValue {
  const child = childrenOf(parent)[index]
  if (child === undefined) throw new DerError(`element ${index} is missing`)
  return expectedTag === undefined ? child : expectTag(child, expectedTag)
}

export function expectTag(value: DerValue, expectedTag: number): DerValue {
  if (value.tag !== expectedTag) {
    throw new DerError(`tag 0x${value.tag.toString(16)} where 0x${expectedTag.toString(16)} is expected`)
  }
  return value
}

/** The bytes of an octet string, be it in one piece or split, with its own tag or an implicit one. */
export function octetsOf(value: DerValue, nesting = 0): Uint8Array {
  if (!(value.tag & constructed)) return value.content
  if (nesting >= maxNesting) throw new DerError('nested too deeply')
  return Buffer.concat(childrenOf(value).map((part) => octetsOf(part, nesting + 1)))
}

/** A non-negative integer of at most five bytes. */
export function integerOf(value: DerValue): number {
  const { content } = expectTag(value, tag.integer)
  if (content.length === 0 || content.length > 5 || content[0]! > 0x7f) throw new DerError('integer out of range')
  return content.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** The dotted form of an object identifier. */
export function oidOf(value: DerValue): string {
  const { content } = expectTag(value, tag.oid)
  const arcs: number[] = []
  let arc = 0
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const [first] = arcs
  if (first === undefined) throw new DerError('empty object identifier')
  const root = Math.min(Math.floor(first / 40), 2)
  return [root, first - root * 40, ...arcs.slice(1)].join('.')
}

const times: Readonly<Record<number, RegExp>> = {
  [tag.utcTime]: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
  [tag.generalizedTime]: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/,
}

/** A UTCTime or GeneralizedTime in UTC with seconds, as RFC 5652 §11.3 wants it. */
export function timeOf(value: DerValue): Date {
  const match = times[value.tag]?.exec(Buffer.from(value.content).toString('latin1'))
  if (!match) throw new DerError('not a time in UTC with seconds')
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number)
  const fullYear = value.tag === tag.generalizedTime ? year : year < 50 ? 2000 + year : 1900 + year
  return new Date(Date.UTC(fullYear, month - 1, ...rest))
}

const decoders: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [tag.utf8String]: (content) => Buffer.from(content).toString('utf8'),
  [tag.printableString]: (content) => Buffer.from(content).toString('latin1'),
  [tag.ia5String]: (content) => Buffer.from(content).toString('latin1'),
  [tag.t61String]: (content) => Buffer.from(content).toString('latin1'),
  [tag.bmpString]: (content) => new TextDecoder('utf-16be').decode(content),
}

/** The text of a character string of one of the kinds that names in certificates use; of others nothing. */
export function textOf(value: DerValue): string | undefined {
  return decoders[value.tag]?.(value.content)
}

function readAt(bytes: Uint8Array, start: number, nesting: number): { value: DerValue; end: number } {
  const tagByte = byteAt(bytes, start)
  if ((tagByte & 0x1f) === 0x1f) throw new DerError('tag above 30')
  const lengthByte = byteAt(bytes, start + 1)
  if (lengthByte === 0x80) return readIndefinite(bytes, start, tagByte, nesting)

  const digits = lengthByte < 0x80 ? 0 : lengthByte & 0x7f
  if (digits > 4) throw new DerError('length out of range')
  let lengthBytes = digits === 0 ? lengthByte : 0
  for (let i = 0; i < digits; i++) lengthBytes = lengthBytes * 256 + byteAt(bytes, start + 2 + i)
  const contentStart = start + 2 + digits
  const end = contentStart + lengthBytes
  if (end > bytes.length) throw new DerError('value ends after its container')
  return { value: { tag: tagByte, content: bytes.subarray(contentStart, end), raw: bytes.subarray(start, end) }, end }
}

function readIndefinite(
  bytes: Uint8Array,
  start: number,
  tagByte: number,
  nesting: number,
): { value: DerValue; end: number } {
  if (!(tagByte & constructed)) throw new DerError('indefinite length of a primitive value')
  if (nesting >= maxNesting) throw new DerError('nested too deeply')
  let at = start + 2
  while (byteAt(bytes, at) !== 0 || byteAt(bytes, at + 1) !== 0) at = readAt(bytes, at, nesting + 1).end
  const end = at + 2
  return { value: { tag: tagByte, content: bytes.subarray(start + 2, at), raw: bytes.subarray(start, end) }, end }
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new DerError('ends too early')
  return byte
}
