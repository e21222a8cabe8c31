import type { Field } from './pass-json.ts'
import { spellOut } from './spell-out.ts'

/** Where and when a phone shows a value: an IANA zone, and the time that relative dates are relative to. */
export interface Viewing {
  readonly timeZone: string
  readonly at: Date
}

const locale = 'en-US'
const dateStyles = {
  PKDateStyleShort: 'short',
  PKDateStyleMedium: 'medium',
  PKDateStyleLong: 'long',
  PKDateStyleFull: 'full',
} as const
type DateStyle = (typeof dateStyles)[keyof typeof dateStyles]

/** How each `numberStyle` writes a number; iOS's formatters round decimals to three places and percentages to none. */
const numberStyles: Readonly<Record<string, (value: number) => string>> = {
  PKNumberStyleDecimal: (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value),
  PKNumberStylePercent: (value) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value),
  PKNumberStyleScientific: (value) =>
    new Intl.NumberFormat(locale, { notation: 'scientific', maximumFractionDigits: 15 }).format(value),
  PKNumberStyleSpellOut: spellOut,
}

/** W3C date with hours, minutes and a zone, the only dates that pass.json may hold (Apple, *Creating a Pass*). */
const dateWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** A field's value as an iPhone set to US English shows it: currency, number and date styles applied, text as it is. */
export function formatValue(field: Field, viewing: Viewing): string {
  const { value = '' } = field
  if (typeof value === 'number') return formatNumber(value, field)
  return formatDate(value, field, viewing) ?? value
}

function formatNumber(value: number, { numberStyle = '', currencyCode }: Field): string {
  if (currencyCode && Intl.supportedValuesOf('currency').includes(currencyCode.toUpperCase())) {
    return new Intl.NumberFormat(locale, { style: 'currency', currency: currencyCode }).format(value)
  }
  return numberStyles[numberStyle]?.(value) ?? String(value)
}

function formatDate(text: string, field: Field, { timeZone, at }: Viewing): string | undefined {
  const dateStyle = styleNamed(field.dateStyle)
  const timeStyle = styleNamed(field.timeStyle)
  const [, zone] = dateWithZone.exec(text) ?? []
  if (!zone || !(dateStyle || timeStyle)) return undefined
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) return undefined

  const shownIn = field.ignoresTimeZone ? (zone === 'Z' ? 'UTC' : zone) : timeZone
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: shownIn, ...options }).format(date)
  const relativeDay = field.isRelative && dateStyle ? nameOfDay(date, at, shownIn) : undefined
  const parts = relativeDay
    ? [relativeDay, ...(timeStyle ? [write({ timeStyle })] : [])].join(', ')
    : write({ ...(dateStyle && { dateStyle }), ...(timeStyle && { timeStyle }) })
  // ICU puts a narrow no-break space before AM and PM, which terminals and tests would rather not meet.
  return parts.replaceAll('\u202f', ' ')
}

function styleNamed(name: string | undefined): DateStyle | undefined {
  return name && name in dateStyles ? dateStyles[name as keyof typeof dateStyles] : undefined
}

/** Yesterday, today and tomorrow have names; other days are written as dates also when `isRelative` is set. */
function nameOfDay(date: Date, at: Date, timeZone: string): string | undefined {
  const day = (time: Date) => {
    const [year, month, dayOfMonth] = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(time).split('-').map(Number)
    return Date.UTC(year ?? 0, (month ?? 1) - 1, dayOfMonth) / 86_400_000
  }
  const names: Readonly<Record<number, string>> = { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' }
  return names[day(date) - day(at)]
}
