import type { PassJson, PassStyleKey } from '@billfold/pkpass'

/** A poster of iOS 27 is drawn only if the pass has no style of older phones beside it. */
const passStyles: readonly PassStyleKey[] = [
  'boardingPass',
  'coupon',
  'eventTicket',
  'generic',
  'storeCard',
  'posterGeneric',
]

/** Field groups by the name of their slot (Apple, *PassFields*). */
const fieldGroups = {
  header: 'headerFields',
  primary: 'primaryFields',
  secondary: 'secondaryFields',
  auxiliary: 'auxiliaryFields',
  back: 'backFields',
} as const

export type FieldGroup = keyof typeof fieldGroups

/** One field as pass.json gives it (Apple, *PassFieldContent*); what is missing or of the wrong type is undefined. */
export interface Field {
  readonly key: string
  readonly value: string | number | undefined
  readonly attributedValue: string | number | undefined
  readonly label: string | undefined
  readonly dateStyle: string | undefined
  readonly timeStyle: string | undefined
  readonly ignoresTimeZone: boolean
  readonly isRelative: boolean
  readonly numberStyle: string | undefined
  readonly currencyCode: string | undefined
}

/** The pass's style, by the key that holds its fields; `generic` if it has none. */
export function styleOf(pass: PassJson): PassStyleKey {
  return passStyles.find((style) => isRecord(pass[style])) ?? 'generic'
}

/** The fields of one group, in their order. */
export function fieldsOf(pass: PassJson, group: FieldGroup): readonly Field[] {
  const fields = recordAt(pass, styleOf(pass))[fieldGroups[group]]
  return Array.isArray(fields) ? fields.filter(isRecord).map(readField) : []
}

/** The text at `key`, undefined if there is none or it is no text. */
export function textAt(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = record[key]
  return typeof value === 'string' ? value : undefined
}

/** The barcode that iOS shows: the first of `barcodes`, else the deprecated `barcode`. */
export function barcodeOf(pass: PassJson): Readonly<Record<string, unknown>> | undefined {
  const barcodes = Array.isArray(pass.barcodes) ? pass.barcodes : []
  return [...barcodes, pass.barcode].find(isRecord)
}

function readField(field: Readonly<Record<string, unknown>>): Field {
  return {
    key: textAt(field, 'key') ?? '',
    value: scalar(field.value),
    attributedValue: scalar(field.attributedValue),
    label: textAt(field, 'label'),
    dateStyle: textAt(field, 'dateStyle'),
    timeStyle: textAt(field, 'timeStyle'),
    ignoresTimeZone: field.ignoresTimeZone === true,
    isRelative: field.isRelative === true,
    numberStyle: textAt(field, 'numberStyle'),
    currencyCode: textAt(field, 'currencyCode'),
  }
}

function recordAt(record: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = record[key]
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function scalar(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
