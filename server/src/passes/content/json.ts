import type { ReviewIssue } from './issues.ts'
import { pointerOf } from './issues.ts'

export type JsonObject = { readonly [key: string]: unknown }

/** True for what JSON calls an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The part of a value at a path of keys and indices; undefined where there is none. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, segment) => (typeof part === 'object' && part !== null ? Reflect.get(part, segment) : undefined),
    value,
  )
}

/** An object without the keys whose value is undefined. */
export function present<T extends object>(object: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}

/**
 * JSON with its object keys sorted and no white space: equal values give equal text, in whatever order their keys came.
 * Keys whose value is undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${entries.join(',')}}`
}

/** A deep copy that nobody can change, so that it may be shared between results. */
export function frozenCopy<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T
  if (!isJsonObject(value)) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, frozenCopy(part)]))) as T
}

/** How deeply JSON from outside may be nested. */
export const maxDepth = 32

/**
 * What makes JSON from outside unfit to be walked at all: nesting deeper than 32 levels, and the key `__proto__`,
 * which JSON.parse keeps as a plain key and every later assignment turns into a prototype.
 */
export function reviewJson(value: unknown, path: readonly (string | number)[] = []): ReviewIssue[] {
  if (typeof value !== 'object' || value === null) return []
  if (path.length > maxDepth) {
    return [
      {
        code: 'too_deep',
        path: pointerOf(path),
        message: `Nested deeper than ${maxDepth} levels.`,
        fix: 'Flatten this part.',
      },
    ]
  }
  return Object.entries(value).flatMap(([key, part]): ReviewIssue[] => {
    const place = [...path, key]
    if (key !== '__proto__') return reviewJson(part, place)
    return [
      {
        code: 'forbidden_key',
        path: pointerOf(place),
        message: 'The key "__proto__" is not allowed.',
        fix: 'Remove or rename it.',
      },
    ]
  })
}
