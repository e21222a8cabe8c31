/**
 * Joins texts so that no two different lists give the same bytes: each as UTF-8 behind its length in bytes, a
 * big-endian 32-bit number. For everything that is signed or authenticated as one value.
 */
export function lengthPrefixed(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(Buffer.byteLength(text))
      return [length, Buffer.from(text)]
    }),
  )
}
