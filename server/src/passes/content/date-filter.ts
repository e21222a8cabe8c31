import { Temporal } from 'temporal-polyfill'

/**
 * The Liquid filter `date`, with strftime codes. Unlike the library's own it depends on nothing but its arguments: not on
 * the machine's clock, time zone or language.
 */

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

interface Code {
  readonly read: (time: Temporal.ZonedDateTime) => string | number
  readonly width?: number
  readonly pad?: '0' | ' '
}

const zeroPadded = (width: number, read: Code['read']): Code => ({ read, width, pad: '0' })
const spacePadded = (width: number, read: Code['read']): Code => ({ read, width, pad: ' ' })
const hour12 = (time: Temporal.ZonedDateTime) => time.hour % 12 || 12
const month = (time: Temporal.ZonedDateTime) => months[time.month - 1] ?? ''
const day = (time: Temporal.ZonedDateTime) => days[time.dayOfWeek - 1] ?? ''

const codes: { readonly [code: string]: Code } = {
  Y: zeroPadded(4, (time) => time.year),
  y: zeroPadded(2, (time) => time.year % 100),
  m: zeroPadded(2, (time) => time.month),
  B: { read: month },
  b: { read: (time) => month(time).slice(0, 3) },
  d: zeroPadded(2, (time) => time.day),
  e: spacePadded(2, (time) => time.day),
  j: zeroPadded(3, (time) => time.dayOfYear),
  A: { read: day },
  a: { read: (time) => day(time).slice(0, 3) },
  u: { read: (time) => time.dayOfWeek },
  w: { read: (time) => time.dayOfWeek % 7 },
  V: zeroPadded(2, (time) => time.weekOfYear ?? ''),
  H: zeroPadded(2, (time) => time.hour),
  k: spacePadded(2, (time) => time.hour),
  I: zeroPadded(2, hour12),
  l: spacePadded(2, hour12),
  M: zeroPadded(2, (time) => time.minute),
  S: zeroPadded(2, (time) => time.second),
  L: zeroPadded(3, (time) => time.millisecond),
  p: { read: (time) => (time.hour < 12 ? 'AM' : 'PM') },
  P: { read: (time) => (time.hour < 12 ? 'am' : 'pm') },
  s: { read: (time) => Math.floor(time.epochMilliseconds / 1000) },
  z: { read: (time) => time.offset.replace(':', '') },
  ':z': { read: (time) => time.offset },
  Z: { read: (time) => time.timeZoneId },
  F: { read: (time) => time.toPlainDate().toString() },
  T: { read: (time) => time.toPlainTime().toString({ smallestUnit: 'second' }) },
  R: { read: (time) => time.toPlainTime().toString({ smallestUnit: 'minute' }) },
  '%': { read: () => '%' },
}

const flagPads: { readonly [flag: string]: string } = { '-': '', _: ' ', '0': '0' }

/** Writes a time by a strftime format; codes that are not known stay as they are. */
export function strftime(time: Temporal.ZonedDateTime, format: string): string {
  return format.replace(/%([-_0^]?)(:z|[A-Za-z%])/g, (written: string, flag: string, name: string) => {
    const code = codes[name]
    if (code === undefined) return written
    const text = String(code.read(time)).padStart(code.width ?? 0, flagPads[flag] ?? code.pad)
    return flag === '^' ? text.toUpperCase() : text
  })
}

const withOffset = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/
const withoutOffset = /^\d{4}-\d{2}-\d{2}([T ][\d:.]+)?$/

/**
 * The value of `{{ value | date: format, zone }}`. Takes ISO dates and date-times (without an offset they are read in the
 * zone), seconds since 1970, and "now" or "today", which mean `at`. What is no date stays as it is, as in Liquid.
 * @param zone an IANA time zone, UTC if absent
 * @throws RangeError for an unknown zone
 */
export function formatDate(value: unknown, format: unknown, zone: unknown, at: string): unknown {
  const time = timeOf(value, typeof zone === 'string' ? zone : 'UTC', at)
  return time === undefined ? value : strftime(time, typeof format === 'string' ? format : '%F')
}

function timeOf(value: unknown, zone: string, at: string): Temporal.ZonedDateTime | undefined {
  const text = value === 'now' || value === 'today' ? at : String(value ?? '')
  // An unknown zone is the author's mistake and must not pass for a date that is none.
  const inZone = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
  try {
    if (withOffset.test(text)) return Temporal.Instant.from(text).toZonedDateTimeISO(zone)
    if (withoutOffset.test(text)) return Temporal.PlainDateTime.from(text).toZonedDateTime(zone)
    if (/^\d{1,11}$/.test(text)) return inZone.add({ seconds: Number(text) })
  } catch {
    return undefined
  }
  return undefined
}
