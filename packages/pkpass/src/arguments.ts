/**
 * Arguments that the compiler would have refused, for callers without one: what is wrong with the call is a TypeError that
 * names the argument, as what is wrong with a pass is a PassError.
 */
// Of whatever realm they are: tests often run in one of their own.
import { isDate, isUint8Array } from 'node:util/types'
import { describeValue } from './pass-json/describe.ts'

export function requireDate(value: unknown, name: string): asserts value is Date {
  if (isDate(value) && !Number.isNaN(value.getTime())) return
  throw wrong(name, 'a Date', isDate(value) ? 'one that is no time' : describe(value))
}

export function requireBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw wrong(name, 'bytes, as readFile gives them', describe(value))
}

export function requireObject(value: unknown, name: string): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(name, 'an object', describe(value))
}

const describe = (value: unknown) => (value === undefined ? 'missing' : describeValue(value))

const wrong = (name: string, expected: string, found: string) =>
  new TypeError(`${name} must be ${expected}; it is ${found}.`)
