/**
 * What ECv2 signatures are over: every part after its length as a little-endian uint32. The length counts bytes of
 * UTF-8, not characters (Google, "Payment data cryptography for merchants", signature verification).
 */
export function signedBytes(...parts: readonly string[]): Buffer {
  const lengths = parts.map((part) => Buffer.byteLength(part))
  const bytes = Buffer.allocUnsafe(lengths.reduce((total, length) => total + 4 + length, 0))
  let offset = 0
  for (const [index, part] of parts.entries()) {
    offset = bytes.writeUInt32LE(lengths[index]!, offset)
    offset += bytes.write(part, offset)
  }
  return bytes
}
