import { isObject } from '../../json.ts'

/** An amount (`Money`: millionths and an ISO 4217 code) as it is written in a language. */
export function money(value: unknown, language: string): string | undefined {
  if (!isObject(value) || typeof value.currencyCode !== 'string') return undefined
  const amount = Number(value.micros ?? 0) / 1_000_000
  return plainSpaces(
    new Intl.NumberFormat(language, { style: 'currency', currency: value.currencyCode }).format(amount),
  )
}

/** How a template asks for a date to be written (`FieldReference.dateFormat`). */
const dateFormats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  DATE_TIME: { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  DATE_ONLY: { month: 'short', day: 'numeric' },
  TIME_ONLY: { hour: 'numeric', minute: '2-digit' },
  DATE_TIME_YEAR: { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  DATE_YEAR: { year: 'numeric', month: 'short', day: 'numeric' },
  YEAR_MONTH: { year: 'numeric', month: '2-digit' },
  YEAR_MONTH_DAY: { year: 'numeric', month: '2-digit', day: '2-digit' },
}

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/**
 * A date as a card shows it. One without an offset is the time of the place it is about and is shown as it is; one with
 * an offset is shown in the zone of the phone. Undefined for what is no date.
 */
export function date(text: string, format: string | undefined, language: string, timeZone: string): string | undefined {
  if (!isoDate.test(text)) return undefined
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(text)
  const at = new Date(hasOffset ? text : `${text}Z`)
  if (Number.isNaN(at.getTime())) return undefined
  const options = dateFormats[format ?? ''] ?? dateFormats.DATE_TIME_YEAR!
  return plainSpaces(
    new Intl.DateTimeFormat(language, { timeZone: hasOffset ? timeZone : 'UTC', ...options }).format(at),
  )
}

/** ICU's narrow and no-break spaces, which terminals and tests would rather not meet. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ')
}
