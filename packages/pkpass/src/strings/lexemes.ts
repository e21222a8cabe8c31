/** What the text of a strings file consists of. */
import type { TextCursor } from '../text/cursor.ts'
import { nextstepCharacter } from './nextstep.ts'

/** Thrown for what does not fit; the message goes on after "Line 7: ". */
export class StringsSyntaxError extends Error {
  override readonly name = 'StringsSyntaxError'
}

const space = /[\t-\r \u2028\u2029]*/y
const lineComment = /\/\/[^\n\r\u2028\u2029]*/y
const blockComment = /\/\*[\s\S]*?\*\//y
/** What needs no quotes. */
const word = /[A-Za-z0-9_$/:.-]+/y
const inQuotes: Readonly<Record<string, RegExp>> = { '"': /[^"\\]*/y, "'": /[^'\\]*/y }
const octalEscape = /[0-7]{1,3}/y
const unicodeEscape = /U([0-9A-Fa-f]{1,4})/y
const anyCharacter = /[\s\S]/y
const namedEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Past blanks, line ends and comments. */
export function skipSpace(cursor: TextCursor): void {
  do cursor.match(space)
  while (cursor.match(lineComment) ?? cursor.match(blockComment))
  if (!cursor.text.startsWith('/*', cursor.at)) return
  cursor.at = cursor.text.length
  throw new StringsSyntaxError('a comment that began does not end')
}

export function expectCharacter(cursor: TextCursor, character: string): void {
  if (!cursor.take(character)) throw new StringsSyntaxError(`"${character}" is missing before ${cursor.describe()}`)
}

/** A text in quotes of either kind, or a word without. */
export function readString(cursor: TextCursor, expected: string): string {
  const quote = ['"', "'"].find((mark) => cursor.take(mark))
  if (quote !== undefined) return readQuoted(cursor, quote)
  const found = cursor.match(word)
  if (found !== undefined) return found
  throw new StringsSyntaxError(`${cursor.describe()} stands where ${expected} should be`)
}

function readQuoted(cursor: TextCursor, quote: string): string {
  for (let text = ''; ; text += readEscaped(cursor)) {
    text += cursor.match(inQuotes[quote]!) ?? ''
    if (cursor.take(quote)) return text
    if (!cursor.take('\\')) throw new StringsSyntaxError('a text that began does not end')
  }
}

/** What the characters after a backslash mean, as Apple's reader takes them. */
function readEscaped(cursor: TextCursor): string {
  const octal = cursor.match(octalEscape)
  if (octal !== undefined) return nextstepCharacter(Number.parseInt(octal, 8) & 0xff)
  const hex = cursor.match(unicodeEscape)
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  const character = cursor.match(anyCharacter) ?? ''
  return namedEscapes[character] ?? character
}
