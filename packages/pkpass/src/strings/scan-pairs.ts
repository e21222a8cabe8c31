import { StringsCursor, StringsSyntaxError } from './cursor.ts'

export type ScannedPair =
  | { readonly key: string; readonly value: string; readonly line: number }
  | { readonly problem: string; readonly line: number }

/** The pairs of a strings file in their order, and between them what is wrong where a pair should be. */
export function* scanPairs(text: string): Generator<ScannedPair> {
  const cursor = new StringsCursor(text)
  // The whole may be a dictionary in braces; until it begins, that is not known.
  let isInBraces: boolean | undefined
  for (;;) {
    try {
      cursor.skipSpace()
      isInBraces ??= cursor.take('{')
      cursor.skipSpace()
      if (isInBraces && cursor.take('}')) {
        isInBraces = false
        cursor.skipSpace()
        if (!cursor.isAtEnd) throw new StringsSyntaxError(`${cursor.describe()} stands behind the end`)
      }
      if (cursor.isAtEnd) {
        if (isInBraces) yield { problem: '"}" is missing at the end', line: cursor.line }
        return
      }
      yield readPair(cursor)
    } catch (failure) {
      if (!(failure instanceof StringsSyntaxError)) throw failure
      yield { problem: failure.message, line: cursor.line }
      cursor.skipPair()
    }
  }
}

function readPair(cursor: StringsCursor): ScannedPair {
  const { line } = cursor
  const key = cursor.string('a key')
  cursor.skipSpace()
  // The short form, for a text that is its own key.
  if (cursor.take(';')) return { key, value: key, line }
  cursor.expect('=')
  cursor.skipSpace()
  const value = cursor.string('a text')
  cursor.skipSpace()
  cursor.expect(';')
  return { key, value, line }
}
