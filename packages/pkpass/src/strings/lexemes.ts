/** What the text of a strings file consists of. */
import type { TextCursor } from '../text/cursor.ts'
import { nextstepCharacter } from './nextstep.ts'

/** Thrown for what does not fit; the message goes on after "Line 7, column 3: ". */
export class StringsSyntaxError extends Error {
  override readonly name = 'StringsSyntaxError'
  /** Where in the text it is. */
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
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
  const { at } = cursor
  cursor.at = cursor.text.length
  throw new StringsSyntaxError('a comment that begins here does not end', at)
}

/** Past blanks and a character, if that is what comes next; otherwise nowhere. */
export function takeNext(cursor: TextCursor, character: string): boolean {
  const { at } = cursor
  skipSpace(cursor)
  if (cursor.take(character)) return true
  cursor.at = at
  return false
}

/** What is missing belongs where the text before it ends. */
export function expectCharacter(cursor: TextCursor, character: string): void {
  if (takeNext(cursor, character)) return
  const { at } = cursor
  skipSpace(cursor)
  const next = cursor.describe()
  cursor.at = at
  throw new StringsSyntaxError(`"${character}" is missing before ${next}`, at)
}

/** A text in quotes of either kind, or a word without. */
export function readString(cursor: TextCursor, expected: string): string {
  const quote = ['"', "'"].find((mark) => cursor.take(mark))
  if (quote !== undefined) return readQuoted(cursor, quote)
  const found = cursor.match(word)
  if (found !== undefined) return found
  throw new StringsSyntaxError(`${cursor.describe()} stands where ${expected} should be`, cursor.at)
}

function readQuoted(cursor: TextCursor, quote: string): string {
  const start = cursor.at - quote.length
  for (let text = ''; ; text += readEscaped(cursor)) {
    text += cursor.match(inQuotes[quote]!) ?? ''
    if (cursor.take(quote)) return text
    if (!cursor.take('\\')) throw new StringsSyntaxError('a text that begins here does not end', start)
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
