/** What a value is, in words, and what is wrong with its kind. */
import { type Issue, issueOf } from '../errors.ts'

/** Longer texts of a pass are cut in messages. */
const maxShown = 60

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** A text of a pass in quotes, as far as a message can hold it. */
export function quoted(text: string): string {
  return text.length <= maxShown ? `"${text}"` : `"${text.slice(0, maxShown).toWellFormed()}…"`
}

/** A value in words; for whatever kind of value. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a Date object'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? `the string ${quoted(value)}` : `a ${typeof value}`
}

export function wrongType(value: unknown, path: string, expected: string): Issue {
  return issueOf('TYPE_WRONG', path, `It is ${describeValue(value)}.`, `It must be ${expected}.`)
}

/** The path of a key that somebody else has chosen: `prefix` with it, or in brackets if it is no plain name. */
export function pathOf(prefix: string, key: string): string {
  if (/^[\w$-]{1,60}$/.test(key)) return prefix + key
  const shown = key.length <= maxShown ? key : `${key.slice(0, maxShown)}…`
  return `${prefix.replace(/\.$/, '')}[${JSON.stringify(shown.toWellFormed())}]`
}
