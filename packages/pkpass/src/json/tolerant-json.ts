/**
 * Reads JSON (RFC 8259), and what people write instead of it: comments, commas before a closing bracket, line ends
 * inside strings, keys that occur twice, numbers beyond 2^53. What departs is noted, so that a pass can be shown although phones refuse it.
 */
import { placeOf, TextCursor, type TextPlace } from '../text/cursor.ts'

export type DepartureKind = 'trailingComma' | 'comment' | 'controlCharacter' | 'keyTwice' | 'inexactNumber'

/** How a text departs from JSON: the first place, and how many there are. */
export interface Departure {
  readonly kind: DepartureKind
  readonly place: TextPlace
  readonly what: string
  count: number
}

/** Thrown for what cannot be read with certainty. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly place: TextPlace

  constructor(message: string, place: TextPlace) {
    super(message)
    this.place = place
  }
}

const maxNesting = 100
const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const plainText = /[^"\\]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON forbids in strings
const controlCharacter = /[\0-\x1f]/
const space = /[ \t\n\r]*/y
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const unicodeEscape = /u([0-9A-Fa-f]{4})/y
const namedEscape = /["\\/bfnrt]/y
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Throws JsonSyntaxError. */
export function readTolerantJson(text: string): { value: unknown; departures: readonly Departure[] } {
  const reader = new Reader(text)
  return { value: reader.whole(), departures: [...reader.departures.values()] }
}

class Reader {
  readonly departures = new Map<DepartureKind, Departure>()
  readonly #cursor: TextCursor

  constructor(text: string) {
    this.#cursor = new TextCursor(text)
  }

  whole(): unknown {
    this.#skipSpace()
    const value = this.#value(0)
    this.#skipSpace()
    return this.#cursor.isAtEnd ? value : this.#fail(`${this.#cursor.describe()} stands behind the end`)
  }

  #value(nesting: number): unknown {
    const cursor = this.#cursor
    if (nesting > maxNesting) this.#fail(`it is nested more than ${maxNesting} times`)
    if (cursor.take('{')) return this.#object(nesting)
    if (cursor.take('[')) return this.#list(nesting)
    if (cursor.take('"')) return this.#string()
    const literal = literals.find(([word]) => cursor.take(word))
    if (literal) return literal[1]
    return this.#number()
  }

  #number(): number {
    const { at } = this.#cursor
    const digits = this.#cursor.match(number)
    if (digits === undefined) return this.#fail(`${this.#cursor.describe()} stands where a value should be`)
    const value = Number(digits)
    if (!Number.isFinite(value) || (/^-?\d+$/.test(digits) && !Number.isSafeInteger(value))) {
      this.#note('inexactNumber', at, `a number stands there that is read as ${value}`)
    }
    return value
  }

  #list(nesting: number): unknown[] {
    const elements: unknown[] = []
    this.#eachMember(']', () => elements.push(this.#value(nesting + 1)))
    return elements
  }

  #object(nesting: number): object {
    const cursor = this.#cursor
    const members = new Map<string, unknown>()
    this.#eachMember('}', () => {
      const { at } = cursor
      if (!cursor.take('"')) this.#fail(`${cursor.describe()} stands where a key in quotes should be`)
      const key = this.#string()
      this.#skipSpace()
      if (!cursor.take(':')) this.#fail(`":" is missing before ${cursor.describe()}`)
      this.#skipSpace()
      if (members.has(key)) this.#note('keyTwice', at, `the key "${key}" stands there once more`)
      members.set(key, this.#value(nesting + 1))
    })
    return Object.fromEntries(members)
  }

  /** Reads members with commas between them, to the closing bracket. */
  #eachMember(closing: string, read: () => void): void {
    const cursor = this.#cursor
    this.#skipSpace()
    if (cursor.take(closing)) return
    for (;;) {
      read()
      this.#skipSpace()
      const { at } = cursor
      const isComma = cursor.take(',')
      this.#skipSpace()
      if (cursor.take(closing)) {
        if (isComma) this.#note('trailingComma', at, `a comma stands before "${closing}"`)
        return
      }
      if (!isComma) this.#fail(`"," or "${closing}" is missing before ${cursor.describe()}`)
    }
  }

  #string(): string {
    const cursor = this.#cursor
    const start = cursor.at - 1
    for (let text = ''; ; text += this.#escaped()) {
      const { at } = cursor
      const piece = cursor.match(plainText) ?? ''
      const control = piece.search(controlCharacter)
      if (control >= 0) this.#note('controlCharacter', at + control, 'a line end or the like stands inside a string')
      text += piece
      if (cursor.take('"')) return text
      if (!cursor.take('\\')) this.#fail('a string that begins here does not end', start)
    }
  }

  #escaped(): string {
    const hex = this.#cursor.match(unicodeEscape)
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    const character = this.#cursor.match(namedEscape)
    if (character === undefined) return this.#fail(`a backslash before ${this.#cursor.describe()} means nothing`)
    return escapes[character] ?? character
  }

  #skipSpace(): void {
    for (this.#cursor.match(space); ; this.#cursor.match(space)) {
      const { at } = this.#cursor
      if (this.#cursor.match(comment) === undefined) return
      this.#note('comment', at, 'a comment stands there')
    }
  }

  #note(kind: DepartureKind, at: number, what: string): void {
    const known = this.departures.get(kind)
    if (known) known.count++
    else this.departures.set(kind, { kind, place: placeOf(this.#cursor.text, at), what, count: 1 })
  }

  #fail(message: string, at = this.#cursor.at): never {
    throw new JsonSyntaxError(message, placeOf(this.#cursor.text, at))
  }
}
