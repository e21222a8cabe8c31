import type {
  DataDetectorType,
  DateStyle,
  NumberStyle,
  PassField,
  PassFieldGroup,
  TextAlignment,
} from '@billfold/pkpass'
import type { PassContent } from '../passes/content/content.ts'
import { type Field, type FieldFormat, type Slot, slots } from '../passes/content/fields.ts'
import { present } from '../passes/content/json.ts'
import { appleDate } from './values.ts'

/** Apple's words for the parts of a field (Apple, *PassFieldContent*). */
const groups: Readonly<Record<Slot, PassFieldGroup>> = {
  header: 'headerFields',
  primary: 'primaryFields',
  secondary: 'secondaryFields',
  auxiliary: 'auxiliaryFields',
  back: 'backFields',
}
const alignments: Readonly<Record<NonNullable<Field['align']>, TextAlignment>> = {
  left: 'PKTextAlignmentLeft',
  center: 'PKTextAlignmentCenter',
  right: 'PKTextAlignmentRight',
  natural: 'PKTextAlignmentNatural',
}
const numberStyles: Readonly<Record<Extract<FieldFormat, { number: unknown }>['number'], NumberStyle>> = {
  decimal: 'PKNumberStyleDecimal',
  percent: 'PKNumberStylePercent',
  scientific: 'PKNumberStyleScientific',
  spellOut: 'PKNumberStyleSpellOut',
}
const dateStyles: Readonly<Record<Extract<FieldFormat, { date: unknown }>['date'], DateStyle>> = {
  none: 'PKDateStyleNone',
  short: 'PKDateStyleShort',
  medium: 'PKDateStyleMedium',
  long: 'PKDateStyleLong',
  full: 'PKDateStyleFull',
}
const detectors: Readonly<Record<NonNullable<Field['detect']>[number], DataDetectorType>> = {
  phone: 'PKDataDetectorTypePhoneNumber',
  link: 'PKDataDetectorTypeLink',
  address: 'PKDataDetectorTypeAddress',
  calendar: 'PKDataDetectorTypeCalendarEvent',
}

/** The field groups of the style dictionary; links come last on the back. */
export function fieldGroupsOf({ fields, links = [] }: PassContent): {
  readonly [Group in PassFieldGroup]?: PassField[]
} {
  const filled = slots.map((slot) => {
    const own = fields[slot].map((field) => fieldOf(field, slot))
    return [groups[slot], slot === 'back' ? [...own, ...links.map(linkField)] : own] as const
  })
  return Object.fromEntries(filled.filter(([, list]) => list.length > 0))
}

function fieldOf({ key, label, value, changeMessage, align, format, row, detect }: Field, slot: Slot): PassField {
  const isAligned = slot !== 'primary' && slot !== 'back'
  return {
    key,
    value: isDate(format) && typeof value === 'string' ? appleDate(value) : value,
    ...present({
      label,
      changeMessage,
      textAlignment: isAligned && align ? alignments[align] : undefined,
      row: slot === 'auxiliary' ? (row as PassField['row']) : undefined,
      dataDetectorTypes: slot === 'back' ? detect?.map((kind) => detectors[kind]) : undefined,
      ...formatOf(format),
    }),
  }
}

const isDate = (format: FieldFormat | undefined): boolean => format !== undefined && 'date' in format

function formatOf(format: FieldFormat | undefined): Partial<Record<keyof PassField, unknown>> {
  if (format === undefined) return {}
  if ('number' in format) return { numberStyle: numberStyles[format.number] }
  if ('currency' in format) return { currencyCode: format.currency }
  return {
    dateStyle: dateStyles[format.date],
    timeStyle: dateStyles[format.time],
    isRelative: format.relative,
    ignoresTimeZone: format.ignoresTimeZone,
  }
}

/** `value` is what phones show that know no links in fields, such as watches. */
function linkField({ label, url }: { label: string; url: string }, index: number): PassField {
  return {
    key: `link-${index + 1}`,
    label,
    value: url,
    attributedValue: `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`,
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] as string)
