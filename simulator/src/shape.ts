import { isObject } from './json.ts'

/** Checks what has been read from a file: says what about it has the wrong shape, each time with the place. */
export type Check = (value: unknown, path: string) => readonly string[]

export const text = primitive('string')
export const flag = primitive('boolean')
export const number = primitive('number')

/** Takes any value. */
export const anything: Check = () => []

/** The version of a file that this program knows. */
export function versionIs(version: number): Check {
  return (value, path) => (value === version ? [] : [`${path} is not ${version}, the version that this program knows`])
}

function primitive(type: 'string' | 'boolean' | 'number'): Check {
  return (value, path) => (typeof value === type ? [] : [`${path} is not a ${type}`])
}

export function orNull(check: Check): Check {
  return (value, path) => (value === null ? [] : check(value, path))
}

export function orAbsent(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path))
}

export function listOf(check: Check): Check {
  return (value, path) =>
    Array.isArray(value) ? value.flatMap((item, index) => check(item, `${path}[${index}]`)) : [`${path} is not a list`]
}

export function mapOf(check: Check): Check {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => check(item, `${path}[${JSON.stringify(key)}]`))
      : [`${path} is not an object`]
}

export function record(checks: Readonly<Record<string, Check>>): Check {
  return (value, path) =>
    isObject(value)
      ? Object.entries(checks).flatMap(([key, check]) => check(value[key], path ? `${path}.${key}` : key))
      : [`${path || 'the file'} is not an object`]
}
