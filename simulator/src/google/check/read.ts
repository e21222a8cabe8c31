import { isObject, type JsonObject } from '../../json.ts'
import { type Type, typeOf } from '../api/description.ts'
import { canonicalOf } from './enums.ts'

/** Something about a body that Google does not take. */
export interface Fault {
  /** As in `loyaltyPoints.balance.int`; empty for the body itself. */
  readonly path: string
  readonly message: string
}

/** Hears of every object of a body, with its schema. */
export type Visit = (schema: string, value: JsonObject, path: string) => void

export interface Reading {
  /**
   * The body in Google's own spelling: enums in UPPER_SNAKE, 64-bit integers as texts. Nulls are left out, as they mean
   * "not set", unless `keepNulls`.
   */
  readonly value: JsonObject
  readonly faults: readonly Fault[]
}

/** Reads a body by a schema of the API description: unknown names, types, ranges, and enums. */
export function readBody(
  schema: string,
  body: unknown,
  { keepNulls = false, visit = () => {} }: { readonly keepNulls?: boolean; readonly visit?: Visit } = {},
): Reading {
  const faults: Fault[] = []
  const fault = (path: string, message: string) => void faults.push({ path, message })

  function readObject(name: string, value: unknown, path: string): JsonObject {
    if (!isObject(value)) {
      fault(path, `Invalid value${at(path)} (${name}), ${JSON.stringify(value)}: it is not an object.`)
      return {}
    }
    const read: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      const type = typeOf(name, key)
      const itemPath = path ? `${path}.${key}` : key
      if (!type) {
        fault(
          itemPath,
          `Invalid JSON payload received. Unknown name ${JSON.stringify(key)}${at(path)}: Cannot find field.`,
        )
      } else if (item !== null) read[key] = readValue(type, item, itemPath)
      else if (keepNulls) read[key] = null
    }
    visit(name, read, path)
    return read
  }

  function readValue(type: Type, value: unknown, path: string): unknown {
    if (type.$ref) return readObject(type.$ref, value, path)
    const { items } = type
    if (items) {
      if (Array.isArray(value)) return value.map((item, index) => readValue(items, item, `${path}[${index}]`))
      fault(path, `Invalid value${at(path)}, ${JSON.stringify(value)}: it is not a list.`)
      return []
    }
    const name = type.enum ? 'enum' : (type.format ?? type.type ?? '')
    const read = type.enum ? canonicalOf(type.enum, value) : scalars[name]?.(value)
    if (read !== undefined) return read
    const expected = type.enum ? `one of ${type.enum.filter((item) => !/[a-z]/.test(item)).join(', ')}` : name
    fault(path, `Invalid value${at(path)}, ${JSON.stringify(value)}: ${expected} is expected.`)
    return value
  }

  return { value: readObject(schema, body, ''), faults }
}

function at(path: string): string {
  return path ? ` at '${path}'` : ''
}

/** Reads values without parts by their format, else their type; undefined for one that does not fit. */
const scalars: Readonly<Record<string, (value: unknown) => unknown>> = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  byte: (value) => (typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value) ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  double: (value) => (typeof value === 'number' ? value : undefined),
  int32: (value) => (isIntegerWithin(value, -(2 ** 31), 2 ** 31 - 1) ? value : undefined),
  uint32: (value) => (isIntegerWithin(value, 0, 2 ** 32 - 1) ? value : undefined),
  int64: (value) => wholeText(value, -(2n ** 63n), 2n ** 63n - 1n),
  uint64: (value) => wholeText(value, 0n, 2n ** 64n - 1n),
}

function isIntegerWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

/** JSON's numbers are too small for 64 bits: they come as texts, and are taken as numbers too. */
function wholeText(value: unknown, least: bigint, most: bigint): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d{1,20}$/.test(text)) return undefined
  const whole = BigInt(text)
  return whole >= least && whole <= most ? String(whole) : undefined
}
