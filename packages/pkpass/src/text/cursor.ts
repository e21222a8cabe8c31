/** A place in a text that is being read. */
export class TextCursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  /** Goes past a piece of text if it stands here. */
  take(piece: string): boolean {
    const isHere = this.text.startsWith(piece, this.at)
    if (isHere) this.at += piece.length
    return isHere
  }

  /** Goes past what a sticky pattern finds here; the result is that, or its first group. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at = pattern.lastIndex
    return found?.[1] ?? found?.[0]
  }

  /** The character here, for messages. */
  describe(): string {
    if (this.isAtEnd) return 'the end'
    const character = String.fromCodePoint(this.text.codePointAt(this.at)!)
    return character === '"' ? 'a quotation mark' : `"${character}"`
  }
}

/** Both from 1 on. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

export function placeOf(text: string, at: number): TextPlace {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
