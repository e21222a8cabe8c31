/** What the tables say of a place of pass.json. */
import type { Key, Type } from './key.ts'
import { passObject } from './tables/pass.ts'
import { date, fieldValue, number } from './values.ts'

const whole: Key = { type: passObject, sinceIos: 6 }

/**
 * The row for what stands at a place of pass.json, through style dictionaries, fields, lists and all other objects. What
 * stands in a list has the list's row with a type of its own; nothing is older than what it stands in; and a key under
 * the name that it had in a beta has the row of the documented one.
 *
 * @param path keys and indices, like `['semantics', 'seats', 0, 'seatRow']`
 * @returns undefined where no table knows the key
 */
export function keyAt(path: readonly (string | number)[]): Key | undefined {
  return path.reduce<Key | undefined>((outer, segment) => outer && rowWithin(outer, String(segment)), whole)
}

function rowWithin(outer: Key, segment: string): Key | undefined {
  const { kind, item, keys, renamed = {} } = outer.type
  // Of any JSON, each part is any JSON.
  if (kind === 'any') return outer
  if (item !== undefined) return /^\d+$/.test(segment) ? { ...outer, type: item } : undefined
  if (keys === undefined) return undefined
  const name = Object.hasOwn(keys, segment) ? segment : Object.hasOwn(renamed, segment) ? renamed[segment] : undefined
  const row = name ? keys[name] : undefined
  return row && { ...row, sinceIos: Math.max(row.sinceIos, outer.sinceIos) }
}

/** What a field's value is, by the styles that stand beside it (Apple, *PassFieldContent*). */
export function fieldValueType(field: Readonly<Record<string, unknown>>): Type<string | number> {
  if (field.numberStyle !== undefined || field.currencyCode !== undefined) return number
  return field.dateStyle !== undefined || field.timeStyle !== undefined ? date : fieldValue
}
