import { type JsonObject, valueAt } from '../../json.ts'
import { hasOffset } from './formats.ts'

/** What else is checked about an object of a schema: the faults that it has, each with the key that it is about. */
export type Condition = (value: JsonObject) => readonly ConditionFault[]

export interface ConditionFault {
  readonly key: string
  readonly message: string
}

/** The words for conditions that the API description tells only in its texts. */

/** Each of these is set; `a|b`: one of them at least. */
export function required(...names: readonly string[]): Condition {
  return (value) =>
    names
      .filter((name) => !name.split('|').some((key) => isSet(value[key])))
      .map((name) => ({ key: name, message: `${name.split('|').join(' or ')} is required.` }))
}

/** One of these is set, and not two. */
export function exactlyOne(...names: readonly string[]): Condition {
  return (value) => {
    const set = names.filter((name) => isSet(value[name]))
    if (set.length === 1) return []
    return [{ key: set[1] ?? '', message: `Exactly one of ${names.join(', ')} must be set.` }]
  }
}

/** Not two of these are set. */
export function atMostOne(...names: readonly string[]): Condition {
  return (value) => {
    const [, second] = names.filter((name) => isSet(value[name]))
    return second === undefined ? [] : [{ key: second, message: `Only one of ${names.join(', ')} may be set.` }]
  }
}

/** A list has no more entries than this. */
export function atMost(count: number, name: string): Condition {
  return (value) => {
    const list = value[name]
    if (!Array.isArray(list) || list.length <= count) return []
    return [{ key: name, message: `${name} has ${list.length} entries; at most ${count} are allowed.` }]
  }
}

/** A text, or every text of a list, is like this. */
export function like(name: string, pattern: RegExp, expected: string): Condition {
  return satisfies(name, (text) => pattern.test(text), expected)
}

/** A text, or every text of a list, satisfies a predicate. */
export function satisfies(name: string, fits: (text: string) => boolean, expected: string): Condition {
  return (value) =>
    [value[name]]
      .flat()
      .filter((text) => typeof text === 'string' && !fits(text))
      .map((text) => ({ key: name, message: `${name} ${JSON.stringify(text)} is invalid: ${expected} is expected.` }))
}

/** A number lies between these, both included. */
export function between(name: string, least: number, most: number): Condition {
  return (value) => {
    const number = value[name]
    if (typeof number !== 'number' || (number >= least && number <= most)) return []
    return [{ key: name, message: `${name} ${number} is out of bounds: it is from ${least} to ${most}.` }]
  }
}

/** Where a condition holds, others do. */
export function when(holds: (value: JsonObject) => boolean, ...conditions: readonly Condition[]): Condition {
  return (value) => (holds(value) ? conditions.flatMap((condition) => condition(value)) : [])
}

/** A date in a field of its own (`DateTime`) has an offset from UTC, or none. */
export function offset(wanted: 'required' | 'forbidden', ...names: readonly string[]): Condition {
  return (value) =>
    names.flatMap((name) => {
      const date = valueAt(value, name, 'date')
      if (typeof date !== 'string' || hasOffset(date) === (wanted === 'required')) return []
      return [{ key: name, message: `${name} ${JSON.stringify(date)}: a UTC offset is ${wanted}.` }]
    })
}

/** Google takes an empty text, list or unspecified enum for nothing at all. */
export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return !(typeof value === 'string' && value.endsWith('_UNSPECIFIED'))
}
