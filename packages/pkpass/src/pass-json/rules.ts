/** What a single value of pass.json may be: rules, and shapes made of them. */
import { type Issue, issueOf } from '../errors.ts'
import { colorProblem } from './color.ts'
import { dateProblem } from './date.ts'

/** Adds the problems of the value at a path; absent values never reach a rule. */
export type Rule = (value: unknown, path: string, issues: Issue[]) => void

export interface Shape {
  readonly rules: ReadonlyMap<string, Rule>
  readonly required: readonly string[]
}

export function shape(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []): Shape {
  return { rules: new Map(Object.entries(rules)), required }
}

export const anything: Rule = () => {}

export const text: Rule = (value, path, issues) => {
  if (typeof value !== 'string') issues.push(wrongType(value, path, 'a string'))
}

export const filledText: Rule = (value, path, issues) => {
  if (value === '') issues.push(issueOf('VALUE_EMPTY', path, 'It is empty.', 'Give it a value.'))
  else text(value, path, issues)
}

/** A text of at most so many bytes in UTF-8. */
export function textUpTo(maxBytes: number): Rule {
  return (value, path, issues) => {
    filledText(value, path, issues)
    const lengthBytes = typeof value === 'string' ? Buffer.byteLength(value) : 0
    if (lengthBytes <= maxBytes) return
    issues.push(issueOf('TEXT_TOO_LONG', path, `It has ${lengthBytes} bytes.`, `Shorten it to ${maxBytes} bytes.`))
  }
}

const uuidText = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const uuid: Rule = (value, path, issues) => {
  if (typeof value !== 'string') issues.push(wrongType(value, path, 'a string with a UUID'))
  else if (!uuidText.test(value)) {
    issues.push(
      issueOf('UUID_INVALID', path, `"${value}" is no UUID.`, 'Write it like f8f589e9-c07e-58b0-aeb2-a36be4d48fac.'),
    )
  }
}

export const boolean: Rule = (value, path, issues) => {
  if (typeof value !== 'boolean') issues.push(wrongType(value, path, 'true or false'))
}

export const textOrNumber: Rule = (value, path, issues) => {
  if (typeof value !== 'string' && !isNumber(value)) issues.push(wrongType(value, path, 'a string or a number'))
}

export function numberBetween(min: number, max: number): Rule {
  return (value, path, issues) => {
    if (!isNumber(value)) issues.push(wrongType(value, path, 'a number'))
    else if (value < min || value > max) {
      issues.push(issueOf('NUMBER_OUT_OF_RANGE', path, `It is ${value}.`, `Give a number from ${min} to ${max}.`))
    }
  }
}

export const number = numberBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)

export const date: Rule = (value, path, issues) => {
  const problem = typeof value === 'string' ? dateProblem(value) : undefined
  if (typeof value !== 'string') issues.push(wrongType(value, path, 'a string with a date'))
  else if (problem) {
    issues.push(issueOf('DATE_INVALID', path, `"${value}" ${problem}.`, 'Write it like 2026-12-24T18:00:00+01:00.'))
  }
}

export const color: Rule = (value, path, issues) => {
  if (typeof value !== 'string') issues.push(wrongType(value, path, 'a string with a colour'))
  else {
    const problem = colorProblem(value, path)
    if (problem) issues.push(problem)
  }
}

export const webUrl: Rule = (value, path, issues) => {
  if (typeof value !== 'string') {
    issues.push(wrongType(value, path, 'a string with a URL'))
    return
  }
  const protocol = URL.parse(value)?.protocol
  if (protocol === 'http:') {
    issues.push(
      issueOf('URL_NOT_HTTPS', path, `"${value}" is not https.`, 'Phones outside development refuse it; use https.'),
    )
  } else if (protocol !== 'https:') {
    issues.push(
      issueOf('URL_INVALID', path, `"${value}" is no web address.`, 'Write it like https://example.com/passes.'),
    )
  }
}

export function oneOf(values: readonly unknown[]): Rule {
  const known = new Set(values)
  return (value, path, issues) => {
    if (known.has(value)) return
    const shown = typeof value === 'string' || isNumber(value) ? JSON.stringify(value) : describeValue(value)
    issues.push(issueOf('VALUE_UNKNOWN', path, `It is ${shown}.`, `Use one of: ${values.join(', ')}.`))
  }
}

export function listOf(item: Rule): Rule {
  return (value, path, issues) => {
    if (!Array.isArray(value)) issues.push(wrongType(value, path, 'a list'))
    else for (const [index, element] of value.entries()) item(element, `${path}[${index}]`, issues)
  }
}

/** An object: the rules of the keys that it has, and the keys that it must have. Other keys are let through. */
export function objectOf(expected: Shape): Rule {
  return (value, path, issues) => {
    if (isObject(value)) checkShape(value, expected, `${path}.`, issues)
    else issues.push(wrongType(value, path, 'an object'))
  }
}

/** `prefix` stands before each key in paths. */
export function checkShape(
  value: Readonly<Record<string, unknown>>,
  expected: Shape,
  prefix: string,
  issues: Issue[],
): void {
  checkKnownKeys(value, expected, prefix, issues)
  checkRequiredKeys(value, expected, prefix, issues)
}

export function checkKnownKeys(
  value: Readonly<Record<string, unknown>>,
  { rules }: Shape,
  prefix: string,
  issues: Issue[],
): void {
  for (const key in value) {
    const element = value[key]
    if (element !== undefined) rules.get(key)?.(element, prefix + key, issues)
  }
}

export function checkRequiredKeys(
  value: Readonly<Record<string, unknown>>,
  { required }: Shape,
  prefix: string,
  issues: Issue[],
): void {
  for (const key of required) {
    if (value[key] !== undefined) continue
    issues.push(issueOf('KEY_MISSING', prefix + key, 'It is missing, and a pass needs it.', 'Add it.'))
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

export function wrongType(value: unknown, path: string, expected: string): Issue {
  return issueOf('TYPE_WRONG', path, `It is ${describeValue(value)}.`, `It must be ${expected}.`)
}

/** A value in words; for whatever kind of value. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a Date object'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'number') return `the number ${value}`
  return typeof value === 'string' ? `the string "${value}"` : `${typeof value}`
}
