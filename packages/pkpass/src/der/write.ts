/** The part of DER (X.690 §8, §10) that CMS signatures and certificate requests need. */

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific and constructed: `[n]`. */
  context: (number: number) => 0xa0 | number,
} as const

/** One value: tag, length, contents joined. */
export function der(tagByte: number, ...contents: readonly Uint8Array[]): Buffer {
  const lengthBytes = contents.reduce((sum, content) => sum + content.length, 0)
  return Buffer.concat([Uint8Array.of(tagByte), lengthOf(lengthBytes), ...contents])
}

function lengthOf(lengthBytes: number): Uint8Array {
  if (lengthBytes < 0x80) return Uint8Array.of(lengthBytes)
  const digits: number[] = []
  for (let rest = lengthBytes; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return Uint8Array.of(0x80 | digits.length, ...digits)
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return der(tag.sequence, ...contents)
}

/** SET OF: members in the order of their encodings (X.690 §11.6). */
export function setOf(...members: readonly Uint8Array[]): Buffer {
  return der(tag.set, ...members.toSorted(Buffer.compare))
}

export function octetString(content: Uint8Array): Buffer {
  return der(tag.octetString, content)
}

/** A bit string of whole bytes. */
export function bitString(content: Uint8Array): Buffer {
  return der(tag.bitString, Uint8Array.of(0), content)
}

export function utf8String(text: string): Buffer {
  return der(tag.utf8String, Buffer.from(text, 'utf8'))
}

/** A non-negative integer below 128. */
export function smallInteger(value: number): Buffer {
  return der(tag.integer, Uint8Array.of(value))
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(tag.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f]
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) digits.unshift(0x80 | (rest & 0x7f))
  return digits
}

/** Whole seconds in UTC: UTCTime through 2049, GeneralizedTime afterwards (RFC 5652 §11.3). */
export function time(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')
  return at.getUTCFullYear() < 2050
    ? der(tag.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : der(tag.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'))
}
