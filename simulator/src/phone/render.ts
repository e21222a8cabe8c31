import {
  columns,
  drawCard,
  emptyLine,
  type Ink,
  type Line,
  label,
  oneLine,
  type Rgb,
  rowsOf,
  value,
  widthOfLine,
} from '../card.ts'
import { cut, fit, printable, wrap } from '../terminal-text.ts'
import type { PassFace } from './pass-face.ts'
import { fieldNames } from './personalization-form.ts'

/** As many as iOS puts side by side on most styles. */
const fieldsPerRow = 4

/** The frame that {@link renderPass} draws around a pass, around a line of the lock screen. */
export function renderLockScreen({ title, text }: { readonly title: string; readonly text: string }): string {
  return drawCard([[[value(oneLine(title))], ...wrap(printable(text), columns).map((line) => [value(line)])]])
}

/**
 * Draws a pass for a terminal: what is on its front, a rule, what is on its back, and the form that it awaits. With `color` it wears the colours of
 * pass.json by ANSI sequences, else it is plain text. No text of the pass reaches the terminal as a control sequence.
 */
export function renderPass(pass: PassFace, { color }: { readonly color: boolean }): string {
  return drawCard([frontOf(pass), backOf(pass), formOn(pass)], color ? inkOf(pass) : undefined)
}

function frontOf(pass: PassFace): readonly Line[] {
  const { fields } = pass
  const status = pass.voided ? 'VOID' : pass.expired ? 'EXPIRED' : undefined
  return [
    topLine(pass),
    ...(status ? [[value(`*** ${status} ***`)]] : []),
    ...[fields.primary, fields.secondary, fields.auxiliary].flatMap((group) => rowsOf(group, fieldsPerRow)),
    ...(pass.barcode ? [emptyLine, barcodeLine(pass.barcode)] : []),
  ]
}

function backOf(pass: PassFace): readonly Line[] {
  return pass.fields.back.flatMap((field) => [
    ...(field.label ? [[label(cut(oneLine(field.label), columns))]] : []),
    ...wrap(printable(field.value), columns).map((text) => [value(text)]),
  ])
}

/** Until a pass is personalized, Wallet has a button on its back that opens the form. */
function formOn({ personalization }: PassFace): readonly Line[] {
  if (!personalization) return []
  const { description, fields, termsAndConditions } = personalization
  const paragraph = (text: string) => wrap(printable(text), columns).map((line) => [value(line)])
  return [
    [label('[ Sign Up ]')],
    ...paragraph(description),
    ...paragraph(`Asks for: ${fields.map((field) => fieldNames[field]).join(', ')}`),
    ...(termsAndConditions === null ? [] : paragraph(termsAndConditions.replace(/<[^>]*>/g, ''))),
  ]
}

/** The logo text, or else the organisation, and at the other end the header fields. */
function topLine(pass: PassFace): Line {
  const headers = pass.fields.header.map((field) => ({ label: oneLine(field.label), value: oneLine(field.value) }))
  const right = headers.flatMap((field) => [label(`  ${field.label} `), value(field.value)])
  const rightColumns = Math.min(widthOfLine(right), columns - 12)
  const left = fit(oneLine(pass.logoText ?? pass.organizationName), columns - rightColumns)
  return [value(left), ...right]
}

function barcodeLine({ format, message, altText }: NonNullable<PassFace['barcode']>): Line {
  const name = format.replace('PKBarcodeFormat', '')
  return [label(`▌▐▌▌▐ ${oneLine(name)}  `), value(oneLine(altText ?? message))]
}

/** The pass's colours; iOS's defaults are black on white. */
function inkOf({ colors }: PassFace): Ink {
  const foreground = rgb(colors.foreground) ?? [0, 0, 0]
  return {
    background: rgb(colors.background) ?? [255, 255, 255],
    value: foreground,
    label: rgb(colors.label) ?? foreground,
  }
}

function rgb(color: string | null): Rgb | undefined {
  const [, red, green, blue] = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i.exec(color ?? '') ?? []
  return blue === undefined ? undefined : [Number(red), Number(green), Number(blue)]
}
