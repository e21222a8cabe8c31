import { usageError } from './errors.ts'

/** How the help writes it. */
export const instantForm = 'a date or date-time, as 2027-01-31 (midnight UTC) or 2027-01-31T18:00:00+01:00'

/** @throws CommandError `usage` */
export function instantOf(option: string, text: string): Date {
  const written = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
  const at = new Date(text)
  if (written && !Number.isNaN(at.getTime())) return at
  throw usageError(`${option} ${JSON.stringify(text)} is no point in time.`, `Give ${instantForm}.`)
}
