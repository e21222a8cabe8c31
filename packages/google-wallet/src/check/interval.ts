import { under } from '../issue.ts'
import { comparable, dateProblem, offsetOf } from './date.ts'
import { dateWithOffset } from './formats.ts'
import { type Json, objectAt, textAt } from './json.ts'
import { type Rule, type Run, report } from './run.ts'

/**
 * Both ends of an interval have an offset, or neither has, and it does not end before it starts (Google Wallet API,
 * TimeInterval); the dates of an event may be mixed.
 */
export const checkInterval: Rule = (value, path, run) => {
  const [start, end] = [dateAt(value, 'start'), dateAt(value, 'end')]
  if (start === undefined || end === undefined) return
  if ((offsetOf(start) === undefined) !== (offsetOf(end) === undefined)) {
    if (textAt(value, 'start') !== undefined) return
    const fix = 'Write both with an offset to UTC, or both without.'
    return report(run, 'DATE_OFFSETS_MIXED', under(path, 'end'), 'Only one of start and end has an offset.', fix)
  }
  if (comparable(end) < comparable(start)) {
    report(run, 'INTERVAL_REVERSED', under(path, 'end'), `${end} is before ${start}.`, 'Swap the two.')
  }
}

/** A well-formed date at a key: a text, or the schema `DateTime`. */
function dateAt(value: Json, key: string): string | undefined {
  const text = textAt(value, key) ?? textAt(objectAt(value, key), 'date')
  return text !== undefined && dateProblem(text) === undefined ? text : undefined
}

/** Of a `DateTime` whose field demands an offset. */
export function checkOffset(value: Json, path: string, run: Run): void {
  const date = textAt(value, 'date')
  if (date !== undefined) dateWithOffset(date, under(path, 'date'), run)
}
