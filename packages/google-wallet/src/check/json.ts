/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a key is there with a value; in JSON null is none. */
export function has(value: Json, key: string): boolean {
  return value[key] !== undefined && value[key] !== null
}

/** The text at a key; what is of another type is reported where types are. */
export function textAt(value: Json, key: string): string | undefined {
  const text = value[key]
  return typeof text === 'string' ? text : undefined
}

/** The object at a key, or one without keys. */
export function objectAt(value: Json, key: string): Json {
  const inner = value[key]
  return isObject(inner) ? inner : {}
}

/** The objects in the list at a key, with their places in it. */
export function objectsAt(value: Json, key: string): { readonly item: Json; readonly index: number }[] {
  const list = value[key]
  if (!Array.isArray(list)) return []
  return list.flatMap((item, index) => (isObject(item) ? [{ item, index }] : []))
}

/** The first value of each enum, which a field has that was not set. */
export function isUnspecified(value: unknown): boolean {
  return typeof value === 'string' && (value.endsWith('_UNSPECIFIED') || value === 'UNKNOWN_STATE')
}
