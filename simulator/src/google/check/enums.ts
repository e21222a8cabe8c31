import { isObject } from '../../json.ts'
import { apiDescription } from '../api/description.ts'

/** Google's own spelling of an enum's value; outdated spellings (`active`, `qrCode`) are understood. */
export function canonicalOf(spellings: readonly string[], value: unknown): string | undefined {
  if (typeof value !== 'string' || !spellings.includes(value)) return undefined
  return spellings.find((spelling) => !/[a-z]/.test(spelling) && bare(spelling) === bare(value)) ?? value
}

/** The outdated spelling of a value, which answers still come in at times: `ONE_USER_ALL_DEVICES` → `oneUserAllDevices`. */
export function camelCaseOf(value: string): string {
  return value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** The names of fields that hold an enum, in whatever schema. */
const enumFields = new Set(
  Object.values(apiDescription.schemas).flatMap(({ properties }) =>
    Object.keys(properties).filter((name) => properties[name]?.enum),
  ),
)

/** An answer with every enum in its outdated spelling. */
export function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      enumFields.has(key) && typeof item === 'string' ? camelCaseOf(item) : inCamelCase(item),
    ]),
  )
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll('_', '')
}
