import { stripVTControlCharacters } from 'node:util'

/** Text as a terminal shows it: how wide it is, cut and wrapped to fit, with nothing in it that steers the terminal. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Characters that take two columns: East Asian ones, full width forms, and emoji. */
const wide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u

/** A pass is somebody else's text: takes out escape sequences and control characters, but leaves line ends. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ')
}

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}

/** Cuts a text to a number of columns, with an ellipsis at the end if something is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  return `${firstColumns(text, columns - 1)}…`
}

/** Cuts a text or fills it up with blanks to exactly this many columns. */
export function fit(text: string, columns: number): string {
  const shown = cut(text, columns)
  return shown + ' '.repeat(columns - widthOf(shown))
}

/** Breaks a text into lines of at most so many columns: at its own line ends, between words, else within a word. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (let word of paragraph.split(' ')) {
      if (line !== '' && widthOf(`${line} ${word}`) <= columns) {
        line = `${line} ${word}`
        continue
      }
      if (line !== '') lines.push(line)
      for (; widthOf(word) > columns; word = word.slice(firstColumns(word, columns).length)) {
        lines.push(firstColumns(word, columns))
      }
      line = word
    }
    return [...lines, line]
  })
}

function firstColumns(text: string, columns: number): string {
  let shown = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += wide.test(segment) ? 2 : 1
    if (width > columns) break
    shown += segment
  }
  return shown
}
