/**
 * Lays the author's own piece of pass.json over what was made of the content: objects key by key, fields of a list by
 * their `key`, so that one of them can be given what content has no word for; null removes, all else replaces.
 */
export function mergeRawPart(target: unknown, raw: unknown): unknown {
  if (isFieldList(target) && isFieldList(raw)) return mergeFields(target, raw)
  if (!isObject(raw)) return raw
  const merged = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [key, part] of Object.entries(raw)) {
    if (part === null) merged.delete(key)
    else merged.set(key, mergeRawPart(merged.get(key), part))
  }
  return Object.fromEntries(merged)
}

function mergeFields(target: readonly Keyed[], raw: readonly Keyed[]): unknown[] {
  const own = new Map(raw.map((field) => [field.key, field]))
  const known = new Set(target.map((field) => field.key))
  return [
    ...target.map((field) => (own.has(field.key) ? mergeRawPart(field, own.get(field.key)) : field)),
    ...raw.filter((field) => !known.has(field.key)).map((field) => mergeRawPart({}, field)),
  ]
}

interface Keyed {
  readonly key: string
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFieldList = (value: unknown): value is Keyed[] =>
  Array.isArray(value) && value.every((field) => isObject(field) && 'key' in field && typeof field.key === 'string')
