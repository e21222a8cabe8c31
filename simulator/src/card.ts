import { cut, fit, printable, widthOf } from './terminal-text.ts'

/** Cards and notifications as a terminal shows them: framed, in colours if wanted, always as wide. */

/** Columns between the two borders of a card, its margins included, and without them. */
const cardColumns = 48
export const columns = cardColumns - 2

/** A piece of a line: text in the card's colour for labels or for values. */
export interface Piece {
  readonly text: string
  readonly role: 'label' | 'value'
}
export type Line = readonly Piece[]

/** Red, green, blue. */
export type Rgb = readonly [number, number, number]

export interface Ink {
  readonly background: Rgb
  readonly value: Rgb
  readonly label: Rgb
}

export const emptyLine: Line = []

const blank: Piece = { text: ' ', role: 'value' }

export function label(text: string): Piece {
  return { text, role: 'label' }
}

export function value(text: string): Piece {
  return { text, role: 'value' }
}

/** Frames the parts of a card that have lines, with a rule between them; in colour by ANSI sequences if there is ink. */
export function drawCard(parts: readonly (readonly Line[])[], ink?: Ink): string {
  const paint = ink ? painter(ink) : plain
  const drawn = parts.filter((lines) => lines.length > 0).map((lines) => boxed(lines, paint).join('\n'))
  return [border('╭', '╮'), drawn.join(`\n${border('├', '┤')}\n`), border('╰', '╯')].join('\n')
}

/** Fields side by side, so many in a row, labels over values, each in an equal share of the card. */
export function rowsOf(
  fields: readonly { readonly label: string; readonly value: string }[],
  fieldsPerRow: number,
): readonly Line[] {
  const row = fields.slice(0, fieldsPerRow)
  if (row.length === 0) return []
  const share = Math.floor(columns / row.length)
  const column = (text: string) => `${fit(oneLine(text), share - 1)} `
  return [
    emptyLine,
    row.map((field) => label(column(field.label.toUpperCase()))),
    row.map((field) => value(column(field.value))),
    ...rowsOf(fields.slice(fieldsPerRow), fieldsPerRow),
  ]
}

/** Somebody else's text on one line, with nothing in it that steers the terminal. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ')
}

export function widthOfLine(line: Line): number {
  return line.reduce((sum, piece) => sum + widthOf(piece.text), 0)
}

function border(left: string, right: string): string {
  return `${left}${'─'.repeat(cardColumns)}${right}`
}

function boxed(lines: readonly Line[], paint: (line: Line) => string): readonly string[] {
  return lines.map((line) => `│${paint([blank, ...filled(line), blank])}│`)
}

/** Cuts the line at the card's edge and fills it up to there. */
function filled(line: Line): Line {
  const pieces: Piece[] = []
  let left = columns
  for (const piece of line) {
    const text = cut(piece.text, left)
    pieces.push({ ...piece, text })
    left -= widthOf(text)
    if (left <= 0) break
  }
  return [...pieces, value(' '.repeat(Math.max(left, 0)))]
}

function plain(line: Line): string {
  return line.map((piece) => piece.text).join('')
}

function painter(ink: Ink): (line: Line) => string {
  const background = `48;2;${ink.background.join(';')}`
  return (line) => {
    const painted = line.map(({ text, role }) => `\u001b[38;2;${ink[role].join(';')};${background}m${text}`)
    return `${painted.join('')}\u001b[0m`
  }
}
