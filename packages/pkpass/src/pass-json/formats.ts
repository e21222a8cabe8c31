/** The forms of texts in pass.json: dates, colours, time zones. */

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?(.*)$/

/**
 * Why a text is no date for Wallet, or nothing. Wallet wants the W3C profile of ISO 8601 with hours, minutes and a zone
 * that is exactly `Z` or `±hh:mm` (Apple, *Pass*).
 */
export function dateProblem(value: string): string | undefined {
  const match = dateTime.exec(value)
  if (!match) return 'is no date with hours and minutes'
  const [, year, month, day, hour, minute, second = '0', zone, rest] = match
  if (rest !== '') return 'has a zone that is neither Z nor like +01:00'
  if (zone === undefined) return 'has no time zone'
  const isReal =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= daysIn(Number(year), Number(month)) &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 59
  return isReal ? undefined : 'does not exist in the calendar'
}

/** The same date with its zone written as Wallet wants it, if that is all that is wrong: Apple's own sample has `-7:00`. */
export function correctedDate(value: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([+-])(\d{1,2}):?(\d\d)$/.exec(value)
  const corrected = match && `${match[1]}${match[2]}${match[3]!.padStart(2, '0')}:${match[4]}`
  return corrected && dateProblem(corrected) === undefined ? corrected : undefined
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function daysIn(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && isLeapYear ? 29 : daysOfMonths[month - 1]!
}

const rgb = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/
const hex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** Whether a text is a colour as Apple documents them: CSS's `rgb(r, g, b)` and nothing else (Apple, *Pass*). */
export function isColor(value: string): boolean {
  const parts = rgb.exec(value)
  return parts?.slice(1).every((part) => Number(part) <= 255) ?? false
}

/** Whether a text is a colour in hexadecimal, of three or six digits. */
export function isHexColor(value: string): boolean {
  return hex.test(value)
}

/** A colour in hexadecimal as Apple documents colours. */
export function rgbOf(value: string): string {
  const digits = value.slice(1)
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g)!
  return `rgb(${pairs.map((pair) => Number.parseInt(pair, 16)).join(', ')})`
}

const known = new Set<string>()
const maxKnown = 1000

/** Whether a name is in the IANA time zone database, as far as this Node.js knows it. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true
  // An offset is no name, though Intl takes it.
  if (!/^[A-Za-z][\w+/-]{1,60}$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    return false
  }
  if (known.size < maxKnown) known.add(name)
  return true
}
