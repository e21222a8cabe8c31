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

/**
 * Where in a raw part its author finds a place of what came of laying it over the target.
 *
 * @param path segments into the merged JSON
 * @returns segments into the raw part; undefined where the target has its say, or neither of them
 */
export function pathInRawPart(
  target: unknown,
  raw: unknown,
  path: readonly string[],
  itemKey: string,
): string[] | undefined {
  const [segment, ...rest] = path
  const isOfBoth =
    (isKeyedList(target, itemKey) && isKeyedList(raw, itemKey)) || (isJsonObject(target) && isJsonObject(raw))
  if (segment === undefined) return isOfBoth ? undefined : []
  if (isKeyedList(target, itemKey) && isKeyedList(raw, itemKey)) return pathInItems(target, raw, path, itemKey)
  // What stands in the place of something else, or of nothing, is the raw part's alone.
  if (!isJsonObject(raw)) return [...path]
  if (!Object.hasOwn(raw, segment)) return isOfBoth ? undefined : [...path]
  const inner = pathInRawPart(isJsonObject(target) ? target[segment] : undefined, raw[segment], rest, itemKey)
  return inner && [segment, ...inner]
}

function pathInItems(
  target: readonly JsonObject[],
  raw: readonly JsonObject[],
  [index, ...rest]: readonly string[],
  itemKey: string,
): string[] | undefined {
  const isFor = (known: JsonObject) => (item: JsonObject) => item[itemKey] === known[itemKey]
  const known = target[Number(index)]
  if (known && rest[0] === itemKey) return undefined
  const added = raw.flatMap((item, at) => (target.some(isFor(item)) ? [] : [at]))
  const at = known ? raw.findLastIndex(isFor(known)) : (added[Number(index) - target.length] ?? -1)
  const inner = at < 0 ? undefined : pathInRawPart(known, raw[at], rest, itemKey)
  return inner && [String(at), ...inner]
}

const isKeyedList = (value: unknown, itemKey: string): value is JsonObject[] =>
  Array.isArray(value) && value.every((item) => isJsonObject(item) && typeof item[itemKey] === 'string')
