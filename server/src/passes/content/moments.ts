import { Temporal } from 'temporal-polyfill'
import type { ReviewIssue } from './issues.ts'

/** What is wrong with a text, for whoever knows its place to report. */
export type Problem = Omit<ReviewIssue, 'path'>

const maxDelayDays = 3_660

/** The milliseconds of an ISO 8601 duration (a day has 24 hours), which must be longer than nothing and below ten years. */
export function readDuration(text: string): number | Problem {
  const problem: Problem = {
    code: 'duration_invalid',
    message: `${JSON.stringify(text)} is not a duration between 1 millisecond and ${maxDelayDays} days.`,
    fix: 'Write an ISO 8601 duration in weeks or smaller units, such as PT15S, PT2H or P14D.',
  }
  try {
    const duration = Temporal.Duration.from(text)
    // Months and years have no fixed length.
    if (duration.years !== 0 || duration.months !== 0) return problem
    const days = duration.days + 7 * duration.weeks
    const ms = duration.with({ weeks: 0, days }).total('milliseconds')
    return ms >= 1 && ms <= maxDelayDays * 86_400_000 ? ms : problem
  } catch {
    return problem
  }
}

const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/
const withoutOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/

/**
 * The instant of a date-time, in milliseconds since 1970. One without an offset is read in the zone; where the clock
 * shows it twice it is the earlier instant, where the clock skips it the one as much later (Temporal's "compatible").
 */
export function readMoment(text: string, zone: string | undefined): number | Problem {
  try {
    if (withOffset.test(text)) return Temporal.Instant.from(text).epochMilliseconds
    if (withoutOffset.test(text)) {
      const local = Temporal.PlainDateTime.from(text)
      if (zone === undefined) return zoneMissing(text)
      // An unknown zone is reported where it stands; in UTC the rest can still be judged.
      return local.toZonedDateTime(isZone(zone) ? zone : 'UTC', { disambiguation: 'compatible' }).epochMilliseconds
    }
  } catch {
    // A date that the calendar does not have: refused below like any other malformed text.
  }
  return {
    code: 'date_invalid',
    message: `${JSON.stringify(text)} is not a date-time.`,
    fix: 'Write 2026-12-24T18:00 with a "zone", or 2026-12-24T18:00:00+01:00.',
  }
}

function zoneMissing(text: string): Problem {
  return {
    code: 'zone_missing',
    message: `${JSON.stringify(text)} has no offset, and there is no "zone" to read it in.`,
    fix: 'Add "zone", such as "Europe/Berlin", or an offset, such as +01:00.',
  }
}

/** True for a time zone's name in the IANA database; offsets such as "+02:00" are no names. */
export function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}
