import { type Slot, slots } from '../../passes/content/fields.ts'
import { isJsonObject, type JsonObject, present } from '../../passes/content/json.ts'

const alignments: Readonly<Record<string, string>> = {
  PKTextAlignmentLeft: 'left',
  PKTextAlignmentCenter: 'center',
  PKTextAlignmentRight: 'right',
  PKTextAlignmentNatural: 'natural',
}
const numberStyles: Readonly<Record<string, string>> = {
  PKNumberStyleDecimal: 'decimal',
  PKNumberStylePercent: 'percent',
  PKNumberStyleScientific: 'scientific',
  PKNumberStyleSpellOut: 'spellOut',
}
const dateStyles: Readonly<Record<string, string>> = {
  PKDateStyleNone: 'none',
  PKDateStyleShort: 'short',
  PKDateStyleMedium: 'medium',
  PKDateStyleLong: 'long',
  PKDateStyleFull: 'full',
}
const detectors: Readonly<Record<string, string>> = {
  PKDataDetectorTypePhoneNumber: 'phone',
  PKDataDetectorTypeLink: 'link',
  PKDataDetectorTypeAddress: 'address',
  PKDataDetectorTypeCalendarEvent: 'calendar',
}

/** The fields of a style dictionary by slot; a slot is left out if one of its fields has no shape that content knows. */
export function fieldsOfPass(dictionary: JsonObject): { readonly [S in Slot]?: JsonObject[] } {
  const filled = slots.flatMap((slot) => {
    const group = dictionary[`${slot}Fields`]
    return Array.isArray(group) && group.every(isField) ? [[slot, group.map((field) => fieldOf(field, slot))]] : []
  })
  return Object.fromEntries(filled)
}

function isField(field: unknown): field is JsonObject {
  return (
    isJsonObject(field) &&
    typeof field.key === 'string' &&
    (typeof field.value === 'string' || Number.isFinite(field.value))
  )
}

function fieldOf(field: JsonObject, slot: Slot): JsonObject {
  const { key, label, value, changeMessage, textAlignment, row, dataDetectorTypes } = field
  const detect = Array.isArray(dataDetectorTypes) ? dataDetectorTypes.map((type) => detectors[String(type)]) : undefined
  return present({
    key,
    label: typeof label === 'string' ? label : undefined,
    value,
    changeMessage: typeof changeMessage === 'string' ? changeMessage : undefined,
    align: alignments[String(textAlignment)],
    row: slot === 'auxiliary' ? row : undefined,
    detect: slot === 'back' && detect?.every((kind) => kind !== undefined) ? detect : undefined,
    format: formatOf(field),
  })
}

function formatOf(field: JsonObject): JsonObject | undefined {
  const { numberStyle, currencyCode, dateStyle, timeStyle, isRelative, ignoresTimeZone } = field
  if (currencyCode !== undefined) return { currency: currencyCode }
  if (numberStyle !== undefined) return { number: numberStyles[String(numberStyle)] }
  if (dateStyle === undefined && timeStyle === undefined) return undefined
  return present({
    date: dateStyles[String(dateStyle ?? 'PKDateStyleNone')],
    time: dateStyles[String(timeStyle ?? 'PKDateStyleNone')],
    relative: isRelative,
    ignoresTimeZone,
  })
}
