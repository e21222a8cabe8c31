/** Nanoseconds, and offsets with seconds, are Google's extensions (Google Wallet API, DateTime). */
const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-8]):[0-5]\d(?::[0-5]\d)?)?$/

/** Why a text is no date of ISO 8601 with a time, or nothing. */
export function dateProblem(text: string): string | undefined {
  const match = dateTime.exec(text)
  if (match === null) return 'is not written as ISO 8601 with date and time'
  const [year, month, day, hour, minute, second = 0] = match.slice(1, 7).map((digits) => Number(digits ?? 0))
  const isReal =
    month! >= 1 &&
    month! <= 12 &&
    day! >= 1 &&
    day! <= daysIn(year!, month!) &&
    hour! <= 23 &&
    minute! <= 59 &&
    second <= 59
  return isReal ? undefined : 'does not exist in the calendar'
}

/** The offset of a well-formed date, or undefined for a local time. */
export function offsetOf(text: string): string | undefined {
  return dateTime.exec(text)?.[8]
}

/**
 * A number to compare well-formed dates by, in milliseconds: those with an offset are instants, those without are
 * compared as if they were in the same place.
 */
export function comparable(text: string): number {
  const match = dateTime.exec(text)
  if (match === null) return Number.NaN
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0))
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + Number(match[7] ?? 0) * 1000 - offsetMs(match[8])
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset === 'Z') return 0
  const [hours, minutes, seconds = 0] = offset.slice(1).split(':').map(Number)
  return (offset[0] === '-' ? -1 : 1) * ((hours! * 60 + minutes!) * 60 + seconds) * 1000
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function daysIn(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && isLeapYear ? 29 : daysOfMonths[month - 1]!
}
