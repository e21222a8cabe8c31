import { cut, fit, printable, widthOf, wrap } from '../terminal-text.ts'
import type { PassFace, ShownField } from './pass-face.ts'

/** Columns between the two borders of a card, its margins included, and without them. */
const cardColumns = 48
const columns = cardColumns - 2
/** As many as iOS puts side by side on most styles. */
const fieldsPerRow = 4

/** A piece of a line: text in the pass's label colour or in its foreground colour. */
interface Piece {
  readonly text: string
  readonly role: 'label' | 'value'
}
type Line = readonly Piece[]

/** The frame that {@link renderPass} draws around a pass, around a line of the lock screen. */
export function renderLockScreen({ title, text }: { readonly title: string; readonly text: string }): string {
  const lines = [[value(oneLine(title))], ...wrap(printable(text), columns).map((line) => [value(line)])]
  return [border('╭', '╮'), ...boxed(lines, plain), border('╰', '╯')].join('\n')
}

/**
 * Draws a pass for a terminal: what is on its front, a rule, what is on its back. With `color` it wears the colours of
 * pass.json by ANSI sequences, else it is plain text. No text of the pass reaches the terminal as a control sequence.
 */
export function renderPass(pass: PassFace, { color }: { readonly color: boolean }): string {
  const paint = color ? painterOf(pass) : plain
  const back = backOf(pass)
  return [
    border('╭', '╮'),
    ...boxed(frontOf(pass), paint),
    ...(back.length > 0 ? [border('├', '┤'), ...boxed(back, paint)] : []),
    border('╰', '╯'),
  ].join('\n')
}

const blank: Piece = { text: ' ', role: 'value' }
const emptyLine: Line = []

function border(left: string, right: string): string {
  return `${left}${'─'.repeat(cardColumns)}${right}`
}

function boxed(lines: readonly Line[], paint: (line: Line) => string): readonly string[] {
  return lines.map((line) => `│${paint([blank, ...filled(line), blank])}│`)
}

function frontOf(pass: PassFace): readonly Line[] {
  const { fields } = pass
  const status = pass.voided ? 'VOID' : pass.expired ? 'EXPIRED' : undefined
  return [
    topLine(pass),
    ...(status ? [[value(`*** ${status} ***`)]] : []),
    ...[fields.primary, fields.secondary, fields.auxiliary].flatMap(rowsOf),
    ...(pass.barcode ? [emptyLine, barcodeLine(pass.barcode)] : []),
  ]
}

function backOf(pass: PassFace): readonly Line[] {
  return pass.fields.back.flatMap((field) => [
    ...(field.label ? [[label(cut(oneLine(field.label), columns))]] : []),
    ...wrap(printable(field.value), columns).map((text) => [value(text)]),
  ])
}

/** The logo text, or else the organisation, and at the other end the header fields. */
function topLine(pass: PassFace): Line {
  const headers = pass.fields.header.map((field) => ({ label: oneLine(field.label), value: oneLine(field.value) }))
  const right: Piece[] = headers.flatMap((field) => [label(`  ${field.label} `), value(field.value)])
  const rightColumns = Math.min(widthOfLine(right), columns - 12)
  const left = fit(oneLine(pass.logoText ?? pass.organizationName), columns - rightColumns)
  return [value(left), ...right]
}

/** Fields side by side, labels over values, each in an equal share of the card. */
function rowsOf(fields: readonly ShownField[]): readonly Line[] {
  const row = fields.slice(0, fieldsPerRow)
  if (row.length === 0) return []
  const share = Math.floor(columns / row.length)
  const column = (text: string) => `${fit(oneLine(text), share - 1)} `
  return [
    emptyLine,
    row.map((field) => label(column(field.label.toUpperCase()))),
    row.map((field) => value(column(field.value))),
    ...rowsOf(fields.slice(fieldsPerRow)),
  ]
}

function barcodeLine({ format, message, altText }: NonNullable<PassFace['barcode']>): Line {
  const name = format.replace('PKBarcodeFormat', '')
  return [label(`▌▐▌▌▐ ${oneLine(name)}  `), value(oneLine(altText ?? message))]
}

function label(text: string): Piece {
  return { text, role: 'label' }
}

function value(text: string): Piece {
  return { text, role: 'value' }
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ')
}

function widthOfLine(line: Line): number {
  return line.reduce((sum, piece) => sum + widthOf(piece.text), 0)
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

/** Paints in the pass's colours; iOS's defaults are black on white. */
function painterOf({ colors }: PassFace): (line: Line) => string {
  const foreground = rgb(colors.foreground) ?? [0, 0, 0]
  const background = `48;2;${(rgb(colors.background) ?? [255, 255, 255]).join(';')}`
  const ink = { value: foreground, label: rgb(colors.label) ?? foreground }
  return (line) => {
    const painted = line.map(({ text, role }) => `\u001b[38;2;${ink[role].join(';')};${background}m${text}`)
    return `${painted.join('')}\u001b[0m`
  }
}

function rgb(color: string | null): readonly number[] | undefined {
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i.exec(color ?? '')
  return parts?.slice(1).map(Number)
}
