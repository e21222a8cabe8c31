import { TextCursor } from '../text/cursor.ts'
import { expectCharacter, readString, StringsSyntaxError, skipSpace, takeNext } from './lexemes.ts'

/** `at` is where it stands in the text, and `end` where it ends. */
export type ScannedPair =
  | { readonly key: string; readonly value: string; readonly at: number; readonly end: number }
  | { readonly problem: string; readonly at: number }

/** Up to where the next pair may be: behind a semicolon, or on the next line. */
const restOfPair = /[^;\n]*[;\n]?/y

/** The pairs of a strings file in their order, and between them what is wrong where a pair should be. */
export function* scanPairs(text: string): Generator<ScannedPair> {
  const cursor = new TextCursor(text)
  // The whole may be a dictionary in braces; until it begins, that is not known.
  let isInBraces: boolean | undefined
  for (;;) {
    try {
      skipSpace(cursor)
      isInBraces ??= cursor.take('{')
      skipSpace(cursor)
      if (isInBraces && cursor.take('}')) {
        isInBraces = false
        skipSpace(cursor)
        if (!cursor.isAtEnd) throw new StringsSyntaxError(`${cursor.describe()} stands behind the end`, cursor.at)
      }
      if (cursor.isAtEnd) {
        if (isInBraces) yield { problem: '"}" is missing at the end', at: cursor.at }
        return
      }
      yield readPair(cursor)
    } catch (failure) {
      if (!(failure instanceof StringsSyntaxError)) throw failure
      yield { problem: failure.message, at: failure.at }
      cursor.match(restOfPair)
    }
  }
}

function readPair(cursor: TextCursor): ScannedPair {
  const { at } = cursor
  const key = readString(cursor, 'a key')
  // The short form, for a text that is its own key.
  if (takeNext(cursor, ';')) return { key, value: key, at, end: cursor.at }
  expectCharacter(cursor, '=')
  skipSpace(cursor)
  const value = readString(cursor, 'a text')
  expectCharacter(cursor, ';')
  return { key, value, at, end: cursor.at }
}
