import { isObject, type JsonObject } from '../../json.ts'

/** Objects are merged, null removes, and all else replaces, lists as a whole (Google Wallet API, *Performance tips*). */
export function merge(before: JsonObject, changes: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...before }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key]
    else if (isObject(value)) merged[key] = merge(isObject(before[key]) ? before[key] : {}, value)
    else merged[key] = value
  }
  return merged
}
