/** What a text is and how it was written. */
export interface DecodedText {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  readonly hasByteOrderMark: boolean
}

/** The text of a file in UTF-8 or UTF-16, by its byte order mark or, without one, by where the zeros of its first character are. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const [first, second, third] = bytes
  const isUtf16Be = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
  const isUtf16Le = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0)
  const encoding = isUtf16Be ? 'utf-16be' : isUtf16Le ? 'utf-16le' : 'utf-8'
  const hasByteOrderMark =
    encoding === 'utf-8' ? first === 0xef && second === 0xbb && third === 0xbf : first! + second! === 0xfe + 0xff
  try {
    // The decoder takes the mark away.
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, hasByteOrderMark }
  } catch {
    return undefined
  }
}
