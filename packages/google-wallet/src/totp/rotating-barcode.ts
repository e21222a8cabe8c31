import { timingSafeEqual } from 'node:crypto'
import type { RotatingBarcode } from '../generated/types.ts'
import { type Piece, piecesOf } from './pattern.ts'
import { counterAt, hotpValue, type TotpParameters } from './totp.ts'

/** What of a rotating barcode its values are made from: the object that was sent to Google will do. */
export type RotatingBarcodeSecret = Pick<RotatingBarcode, 'valuePattern' | 'totpDetails'>

/**
 * What a phone shows as a rotating barcode at a time (Google Wallet API, RotatingBarcode).
 *
 * @throws RangeError for a pattern whose placeholders have no parameters, and for unusable parameters
 */
export function rotatingBarcodeValue(secret: RotatingBarcodeSecret, at: Date): string {
  const { pieces, periodMs, parameters } = readSecret(secret)
  const counter = counterAt(periodMs, at)
  return pieces.map((piece) => textOf(piece, parameters, counter, at.getTime())).join('')
}

export type RotatingBarcodeVerdict =
  | {
      readonly isValid: true
      /** The period that it was made in. Remember it for each pass: a code of the same or an older one was used before. */
      readonly counter: number
      /** 0 is now, -1 the period before. */
      readonly periodsOff: number
    }
  | { readonly isValid: false }

export interface RotatingBarcodeOptions {
  readonly at: Date
  /** Default 1: how many periods a code may be too old or too new, for clocks that differ. */
  readonly tolerancePeriods?: number | undefined
}

/**
 * Whether a scanned text is what the phone shows about now. Timestamps in it have to be of the same period as its TOTP
 * values.
 *
 * @throws RangeError as `rotatingBarcodeValue`
 */
export function verifyRotatingBarcode(
  secret: RotatingBarcodeSecret,
  scanned: string,
  { at, tolerancePeriods = 1 }: RotatingBarcodeOptions,
): RotatingBarcodeVerdict {
  const { pieces, periodMs, parameters } = readSecret(secret)
  const shape = new RegExp(`^${pieces.map((piece) => shapeOf(piece, parameters)).join('')}$`)
  const parts = shape.exec(scanned)?.slice(1)
  if (parts === undefined) return { isValid: false }
  const variable = pieces.filter(({ kind }) => kind !== 'text')
  const now = counterAt(periodMs, at)
  // The newest that fits; all are computed whatever was scanned.
  let found: number | undefined
  for (let counter = now - tolerancePeriods; counter <= now + tolerancePeriods; counter++) {
    if (counter < 0) continue
    const fits = variable.map((piece, n) => partFits(piece, parts[n]!, { parameters, counter, periodMs }))
    if (fits.every(Boolean)) found = counter
  }
  return found === undefined ? { isValid: false } : { isValid: true, counter: found, periodsOff: found - now }
}

type Parameters = readonly Omit<TotpParameters, 'periodMs'>[]

function readSecret({ valuePattern, totpDetails }: RotatingBarcodeSecret) {
  if (valuePattern === undefined) throw new RangeError('The rotating barcode has no valuePattern.')
  const parameters: Parameters = (totpDetails?.parameters ?? []).map(({ key = '', valueLength = 0 }) => ({
    key,
    valueLength,
  }))
  const pieces = piecesOf(valuePattern)
  for (const piece of pieces) {
    const isLost = piece.kind === 'totp' && piece.index >= parameters.length
    if (piece.kind === 'unknown' || isLost) throw new RangeError(`The pattern ${valuePattern} cannot be filled.`)
  }
  const periodMs = Number(totpDetails?.periodMillis)
  counterAt(periodMs, new Date(0))
  for (const each of parameters) hotpValue(each, 0)
  return { pieces, periodMs, parameters }
}

function textOf(piece: Piece, parameters: Parameters, counter: number, atMs: number): string {
  switch (piece.kind) {
    case 'totp':
      return hotpValue(parameters[piece.index]!, counter)
    case 'millis':
      return String(atMs)
    case 'seconds':
      return String(Math.floor(atMs / 1000))
    default:
      return piece.text
  }
}

function shapeOf(piece: Piece, parameters: Parameters): string {
  switch (piece.kind) {
    case 'totp':
      return `(\\d{${parameters[piece.index]!.valueLength}})`
    case 'millis':
    case 'seconds':
      return '(\\d{1,15})'
    default:
      return piece.text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  }
}

function partFits(
  piece: Piece,
  part: string,
  { parameters, counter, periodMs }: { parameters: Parameters; counter: number; periodMs: number },
): boolean {
  if (piece.kind === 'totp') {
    return timingSafeEqual(Buffer.from(part), Buffer.from(hotpValue(parameters[piece.index]!, counter)))
  }
  // Seconds were rounded down, perhaps to before the period began.
  const [fromMs, untilMs] = [counter * periodMs, (counter + 1) * periodMs]
  const earliestMs = Number(part) * (piece.kind === 'seconds' ? 1000 : 1)
  const latestMs = earliestMs + (piece.kind === 'seconds' ? 999 : 0)
  return latestMs >= fromMs && earliestMs < untilMs
}
