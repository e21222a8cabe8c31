import { columns, drawCard, emptyLine, type Ink, type Line, label, oneLine, type Rgb, rowsOf, value } from '../card.ts'
import { cut, printable, wrap } from '../terminal-text.ts'
import type { AndroidBarcode, AndroidFace } from './face.ts'
import type { AndroidField } from './fields.ts'
import type { AndroidNotification } from './notification.ts'

/** The frame that {@link renderAndroidPass} draws around a pass, around a notification. */
export function renderAndroidNotification({
  title,
  text,
  callout,
}: Omit<AndroidNotification, 'id' | 'at' | 'objectId'>) {
  return drawCard([[[value(oneLine(title))], ...paragraph(text), [label(callout)]]])
}

/**
 * Draws a pass for a terminal: its card, a rule, its messages and details. With `color` it wears the colours of the pass
 * by ANSI sequences, else it is plain text. No text of the pass reaches the terminal as a control sequence.
 */
export function renderAndroidPass(pass: AndroidFace, { color }: { readonly color: boolean }): string {
  return drawCard([cardOf(pass), detailsOf(pass)], color ? inkOf(pass) : undefined)
}

function cardOf({ title, state, testOnly, rows, barcode }: AndroidFace): readonly Line[] {
  return [
    [label(oneLine(title.issuer))],
    [value(oneLine(testOnly ? `[TEST ONLY] ${title.title}` : title.title))],
    ...(title.subtitle ? [[label(oneLine(title.subtitle))]] : []),
    ...(state === 'ACTIVE' ? [] : [[value(`*** ${oneLine(state)} ***`)]]),
    ...rows.flatMap((row) => rowsOf(row, row.length)),
    ...(barcode ? [emptyLine, ...barcodeLines(barcode)] : []),
  ]
}

function barcodeLines({ type, value: held, text, rotating, above, below }: AndroidBarcode): readonly Line[] {
  const beside = (fields: readonly AndroidField[]): Line[] => fields.map((field) => [value(oneLine(field.value))])
  const name = `${oneLine(type)}${rotating ? ' ↻' : ''}`
  return [...beside(above), [label(`▌▐▌▌▐ ${name}  `), value(oneLine(text ?? held))], ...beside(below)]
}

function detailsOf({ messages, details, links }: AndroidFace): readonly Line[] {
  return [
    ...messages.flatMap(({ header, body }) => titled(header, body)),
    ...details.flatMap((field) => titled(field.label, field.value)),
    ...links.flatMap(({ text, uri }) => titled(text, uri)),
  ]
}

function titled(title: string, text: string): readonly Line[] {
  return [...(title ? [[label(cut(oneLine(title), columns))]] : []), ...paragraph(text)]
}

function paragraph(text: string): readonly Line[] {
  return text === '' ? [] : wrap(printable(text), columns).map((line) => [value(line)])
}

const white: Rgb = [255, 255, 255]
const black: Rgb = [32, 33, 36]

/** Google writes in white or black, whichever can be read on the pass's colour. */
function inkOf({ backgroundColor }: AndroidFace): Ink {
  const background = rgb(backgroundColor) ?? [66, 133, 244]
  const [red, green, blue] = background
  const text = 0.299 * red + 0.587 * green + 0.114 * blue > 150 ? black : white
  return { background, value: text, label: text }
}

function rgb(color: string | null): Rgb | undefined {
  const digits = /^#(?:[0-9a-f]{3}){1,2}$/i.test(color ?? '') ? color!.slice(1) : ''
  const size = digits.length / 3
  if (size === 0) return undefined
  const part = (index: number) => Number.parseInt(digits.slice(index * size, (index + 1) * size).repeat(3 - size), 16)
  return [part(0), part(1), part(2)]
}
