/** One way to write what pass.json lets people write in several, so that passes that mean the same are the same. */
import type { Barcode, PassJson, PassStyle } from '@billfold/pkpass'
import { rgbOf } from '@billfold/pkpass/keys'
import { appleDate } from '../../apple/values.ts'
import { slots } from '../../passes/content/fields.ts'
import { isJsonObject, type JsonObject, present } from '../../passes/content/json.ts'

const classicStyles: readonly PassStyle[] = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard']
/** What iOS 8 and older draw. */
const oldBarcodes: readonly unknown[] = ['PKBarcodeFormatQR', 'PKBarcodeFormatPDF417', 'PKBarcodeFormatAztec']

/** The classic style of a pass, by which phones of every age show it. */
export const styleOf = (pass: PassJson): PassStyle | undefined =>
  classicStyles.find((style) => isJsonObject(pass[style]))

export function canonicalPass(pass: PassJson): PassJson {
  const style = styleOf(pass)
  return present({
    ...pass,
    ...colors(pass),
    ...present({ expirationDate: dateOf(pass.expirationDate) }),
    ...barcodes(pass),
    ...relevance(pass),
    ...(style && { [style]: styleDictionary(pass[style] as JsonObject) }),
    voided: pass.voided === false ? undefined : pass.voided,
  }) as PassJson
}

function colors(pass: PassJson): Partial<PassJson> {
  const keys = ['backgroundColor', 'foregroundColor', 'labelColor'] as const
  const known = keys.map((key) => [key, hexColor(pass[key])] as const)
  return Object.fromEntries(known.flatMap(([key, hex]) => (hex === undefined ? [] : [[key, rgbOf(hex)]])))
}

const triple = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/
const hexDigits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i

/** `#rrggbb`, or nothing for what is no colour. */
export function hexColor(color: unknown): string | undefined {
  if (typeof color !== 'string') return undefined
  const digits = hexDigits.exec(color)?.[1]
  if (digits !== undefined) return `#${(digits.length === 3 ? digits.replace(/./g, '$&$&') : digits).toLowerCase()}`
  const parts = triple.exec(color)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return undefined
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const dateOf = (value: unknown) => (typeof value === 'string' ? appleDate(value) : undefined)

/** The deprecated barcode is the only one, or the first one once more. */
function barcodes({ barcodes, barcode }: PassJson): Partial<PassJson> {
  if (barcodes === undefined) return barcode === undefined ? {} : { barcodes: [barcode], barcode }
  const first = Array.isArray(barcodes) ? (barcodes[0] as Barcode | undefined) : undefined
  const isOld = isJsonObject(first) && oldBarcodes.includes(first.format)
  return barcode === undefined && isOld ? { barcode: first } : {}
}

/** Where there is one form of relevant dates only, there are both; where they have no effect, they stay as they are. */
function relevance(pass: PassJson): Partial<PassJson> {
  if (pass.coupon !== undefined || pass.storeCard !== undefined) return {}
  const { relevantDate, relevantDates = relevantDate === undefined ? undefined : [{ date: relevantDate }] } = pass
  if (!Array.isArray(relevantDates)) return {}
  const entries = relevantDates.map((entry: unknown) => (isJsonObject(entry) ? relevantEntry(entry) : entry))
  const [first] = entries
  const start = isJsonObject(first) ? (first.date ?? first.startDate) : undefined
  return present({ relevantDates: entries, relevantDate: dateOf(relevantDate ?? start) }) as Partial<PassJson>
}

function relevantEntry(entry: JsonObject): JsonObject {
  const moment = dateOf(entry.date ?? entry.relevantDate)
  return {
    ...entry,
    ...present({ startDate: dateOf(entry.startDate), endDate: dateOf(entry.endDate) }),
    ...(moment !== undefined && { date: moment, relevantDate: moment }),
  }
}

function styleDictionary(dictionary: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(dictionary).flatMap(([key, part]) => {
      if (!slots.some((slot) => key === `${slot}Fields`) || !Array.isArray(part)) return [[key, part]]
      return part.length === 0
        ? []
        : [[key, part.map((field: unknown) => (isJsonObject(field) ? canonicalField(field) : field))]]
    }),
  )
}

function canonicalField(field: JsonObject): JsonObject {
  const isDate = field.dateStyle !== undefined || field.timeStyle !== undefined
  return isDate && typeof field.value === 'string' ? { ...field, value: appleDate(field.value) } : field
}
