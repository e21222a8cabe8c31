import { nextstepCharacter } from './nextstep.ts'

/** Thrown by a cursor for what does not fit; the message goes on after "Line 7: ". */
export class StringsSyntaxError extends Error {
  override readonly name = 'StringsSyntaxError'
}

const space = /[\t-\r \u2028\u2029]/
/** What needs no quotes. */
const plainCharacter = /[A-Za-z0-9_$/:.-]/
const namedEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** A place in the text of a strings file, and what can be read there. */
export class StringsCursor {
  readonly #text: string
  #at = 0
  #line = 1
  #lineKnownAt = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  get line(): number {
    for (; this.#lineKnownAt < this.#at; this.#lineKnownAt++) if (this.#text[this.#lineKnownAt] === '\n') this.#line++
    return this.#line
  }

  /** Goes past a character if it stands here. */
  take(character: string): boolean {
    const isHere = this.#text[this.#at] === character
    if (isHere) this.#at++
    return isHere
  }

  expect(character: string): void {
    if (!this.take(character)) throw new StringsSyntaxError(`"${character}" is missing before ${this.describe()}`)
  }

  /** A text in quotes of either kind, or a word without. */
  string(expected: string): string {
    for (const quote of ['"', "'"]) if (this.take(quote)) return this.#untilQuote(quote)
    const start = this.#at
    while (!this.isAtEnd && plainCharacter.test(this.#text[this.#at]!)) this.#at++
    if (this.#at > start) return this.#text.slice(start, this.#at)
    throw new StringsSyntaxError(`${this.describe()} stands where ${expected} should be`)
  }

  /** Past blanks, line ends and comments. */
  skipSpace(): void {
    for (;;) {
      while (!this.isAtEnd && space.test(this.#text[this.#at]!)) this.#at++
      if (this.#text.startsWith('//', this.#at)) this.#at = this.#find(/[\n\r\u2028\u2029]/g)
      else if (this.#text.startsWith('/*', this.#at)) this.#skipComment()
      else return
    }
  }

  /** To where the next pair may be: behind a semicolon, or on the next line. */
  skipPair(): void {
    this.#at = this.#find(/[;\n]/g) + 1
  }

  describe(): string {
    return this.isAtEnd ? 'the end' : `"${String.fromCodePoint(this.#text.codePointAt(this.#at)!)}"`
  }

  #skipComment(): void {
    const end = this.#text.indexOf('*/', this.#at + 2)
    if (end < 0) {
      this.#at = this.#text.length
      throw new StringsSyntaxError('a comment that began does not end')
    }
    this.#at = end + 2
  }

  #untilQuote(quote: string): string {
    const pieces: string[] = []
    for (let start = this.#at; !this.isAtEnd; ) {
      if (this.take(quote)) {
        pieces.push(this.#text.slice(start, this.#at - 1))
        return pieces.join('')
      }
      if (this.take('\\')) {
        pieces.push(this.#text.slice(start, this.#at - 1), this.#escaped())
        start = this.#at
      } else this.#at++
    }
    throw new StringsSyntaxError('a text that began does not end')
  }

  /** What the characters after a backslash mean. */
  #escaped(): string {
    const rest = this.#text.slice(this.#at, this.#at + 5)
    const [digits, octal, hex] = /^(?:([0-7]{1,3})|U([0-9A-Fa-f]{1,4}))/.exec(rest) ?? []
    this.#at += digits?.length ?? 1
    if (octal !== undefined) return nextstepCharacter(Number.parseInt(octal, 8) & 0xff)
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return namedEscapes[rest.charAt(0)] ?? rest.charAt(0)
  }

  #find(wanted: RegExp): number {
    wanted.lastIndex = this.#at
    return wanted.exec(this.#text)?.index ?? this.#text.length
  }
}
