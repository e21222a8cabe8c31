import type { JsonObject } from '../lint/subject.ts'
import { dateProblem } from '../pass-json/formats.ts'
import { spellOut } from './spell-out.ts'

/** Where, when and in which language a phone shows a value. */
export interface Viewing {
  /** IANA. */
  readonly timeZone: string
  /** What relative dates are relative to. */
  readonly at: Date
  /** BCP 47; US English unless given. */
  readonly locale?: string
}

const dateStyles: Readonly<Record<string, 'short' | 'medium' | 'long' | 'full'>> = {
  PKDateStyleShort: 'short',
  PKDateStyleMedium: 'medium',
  PKDateStyleLong: 'long',
  PKDateStyleFull: 'full',
}

/** How each `numberStyle` writes a number; iOS's formatters round decimals to three places and percentages to none. */
const numberStyles: Readonly<Record<string, Intl.NumberFormatOptions>> = {
  PKNumberStyleDecimal: { maximumFractionDigits: 3 },
  PKNumberStylePercent: { style: 'percent', maximumFractionDigits: 0 },
  PKNumberStyleScientific: { notation: 'scientific', maximumFractionDigits: 15 },
}

/** Making a formatter takes far longer than formatting, and memory that is not JavaScript's. */
const maxFormatters = 100
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function formatter<Formatter extends Intl.NumberFormat | Intl.DateTimeFormat>(
  Kind: new (locale: string, options: object) => Formatter,
  locale: string,
  options: Intl.NumberFormatOptions | Intl.DateTimeFormatOptions,
): Formatter {
  const key = `${Kind.name} ${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key) as Formatter | undefined
  if (known) return known
  const made = new Kind(locale, options)
  if (formatters.size >= maxFormatters) formatters.clear()
  formatters.set(key, made)
  return made
}

/** Asked for once: there are some 300. */
let currencies: ReadonlySet<string> | undefined

function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf('currency'))
  return currencies.has(code)
}

/**
 * A field's value as an iPhone shows it: currency, number and date styles applied, text as it is. Numbers are spelt out
 * in English only; in other languages they stay numbers.
 */
export function formatValue(field: JsonObject, viewing: Viewing): string {
  const { value } = field
  if (typeof value === 'number') return formatNumber(value, field, viewing)
  return typeof value === 'string' ? (formatDate(value, field, viewing) ?? value) : ''
}

function formatNumber(value: number, { numberStyle, currencyCode }: JsonObject, { locale = 'en-US' }: Viewing): string {
  if (typeof currencyCode === 'string' && isCurrency(currencyCode.toUpperCase())) {
    return formatter(Intl.NumberFormat, locale, { style: 'currency', currency: currencyCode }).format(value)
  }
  if (numberStyle === 'PKNumberStyleSpellOut' && locale.startsWith('en')) return spellOut(value)
  const style = typeof numberStyle === 'string' ? numberStyles[numberStyle] : undefined
  return style ? formatter(Intl.NumberFormat, locale, style).format(value) : String(value)
}

function formatDate(text: string, field: JsonObject, viewing: Viewing): string | undefined {
  const [dateStyle, timeStyle] = [styleNamed(field.dateStyle), styleNamed(field.timeStyle)]
  if (!(dateStyle || timeStyle) || dateProblem(text) !== undefined) return undefined
  const { at, locale = 'en-US' } = viewing
  const date = new Date(text)
  const timeZone = field.ignoresTimeZone === true ? zoneOf(text) : viewing.timeZone
  const write = (options: Intl.DateTimeFormatOptions) =>
    formatter(Intl.DateTimeFormat, locale, { timeZone, ...options }).format(date)
  const relativeDay = field.isRelative === true && dateStyle ? nameOfDay(date, at, timeZone, locale) : undefined
  const parts = relativeDay
    ? [relativeDay, ...(timeStyle ? [write({ timeStyle })] : [])].join(', ')
    : write({ ...(dateStyle && { dateStyle }), ...(timeStyle && { timeStyle }) })
  // ICU puts a narrow no-break space before AM and PM, which terminals and tests would rather not meet.
  return parts.replaceAll('\u202f', ' ')
}

function styleNamed(name: unknown): 'short' | 'medium' | 'long' | 'full' | undefined {
  return typeof name === 'string' ? dateStyles[name] : undefined
}

/** The zone that a date carries: `Z`, or an offset, which Intl takes for a zone. */
function zoneOf(date: string): string {
  return date.endsWith('Z') ? 'UTC' : date.slice(-'+00:00'.length)
}

/** Yesterday, today and tomorrow have names; other days are written as dates also when `isRelative` is set. */
function nameOfDay(date: Date, at: Date, timeZone: string, locale: string): string | undefined {
  const day = (time: Date) => {
    const [year, month, dayOfMonth] = formatter(Intl.DateTimeFormat, 'sv-SE', { timeZone })
      .format(time)
      .split('-')
      .map(Number)
    return Date.UTC(year ?? 0, (month ?? 1) - 1, dayOfMonth) / 86_400_000
  }
  const days = day(date) - day(at)
  if (Math.abs(days) > 1) return undefined
  const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}
