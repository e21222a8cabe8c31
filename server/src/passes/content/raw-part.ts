import { isJsonObject, type JsonObject } from './json.ts'

/**
 * Lays the author's own piece of a wallet's JSON over what was made of the content: objects key by key, so that what
 * content has no word for can be given; null removes, all else replaces. Items of a list are told apart by `itemKey`
 * where all of them have one, so that one of them can be given a little more.
 */
export function mergeRawPart(target: unknown, raw: unknown, itemKey: string): unknown {
  if (isKeyedList(target, itemKey) && isKeyedList(raw, itemKey)) return mergeItems(target, raw, itemKey)
  if (!isJsonObject(raw)) return raw
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : [])
  for (const [key, part] of Object.entries(raw)) {
    if (part === null) merged.delete(key)
    else merged.set(key, mergeRawPart(merged.get(key), part, itemKey))
  }
  return Object.fromEntries(merged)
}

function mergeItems(target: readonly JsonObject[], raw: readonly JsonObject[], itemKey: string): unknown[] {
  const own = new Map(raw.map((item) => [item[itemKey], item]))
  const known = new Set(target.map((item) => item[itemKey]))
  return [
    ...target.map((item) => (own.has(item[itemKey]) ? mergeRawPart(item, own.get(item[itemKey]), itemKey) : item)),
    ...raw.filter((item) => !known.has(item[itemKey])).map((item) => mergeRawPart({}, item, itemKey)),
  ]
}

const isKeyedList = (value: unknown, itemKey: string): value is JsonObject[] =>
  Array.isArray(value) && value.every((item) => isJsonObject(item) && typeof item[itemKey] === 'string')
