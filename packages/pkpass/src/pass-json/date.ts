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

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function daysIn(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && isLeapYear ? 29 : daysOfMonths[month - 1]!
}
