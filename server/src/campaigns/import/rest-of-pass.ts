import { canonicalJson, isJsonObject, type JsonObject } from '../../passes/content/json.ts'

/**
 * The raw part that makes of `made` what was `wanted`, when it is laid over it (`mergeRawPart`); undefined if they are
 * the same. Fields are told apart by their keys.
 */
export function restOf(made: unknown, wanted: unknown): unknown {
  if (canonicalJson(made) === canonicalJson(wanted)) return undefined
  if (isKeyed(made) && isKeyed(wanted) && canonicalJson(keysOf(made)) === canonicalJson(keysOf(wanted))) {
    return wanted.flatMap((field, index) => {
      const rest = restOf(made[index], field)
      return rest === undefined ? [] : [{ ...(rest as JsonObject), key: field.key }]
    })
  }
  if (!isJsonObject(made) || !isJsonObject(wanted)) return wanted
  const missing = Object.keys(made).filter((key) => !Object.hasOwn(wanted, key))
  return Object.fromEntries([
    ...Object.entries(wanted).flatMap(([key, part]) => {
      const rest = restOf(made[key], part)
      return rest === undefined ? [] : [[key, rest]]
    }),
    ...missing.map((key) => [key, null]),
  ])
}

type Keyed = readonly JsonObject[]

const keysOf = (fields: Keyed) => fields.map(({ key }) => key)

function isKeyed(value: unknown): value is Keyed {
  return Array.isArray(value) && value.every((field) => isJsonObject(field) && typeof field.key === 'string')
}

/** Where two pieces of JSON differ, as places in pass.json. */
export function differences(one: unknown, other: unknown, path = ''): string[] {
  if (canonicalJson(one) === canonicalJson(other)) return []
  const inner = (keys: readonly string[], place: (key: string) => string) =>
    keys.flatMap((key) => differences(Reflect.get(one as object, key), Reflect.get(other as object, key), place(key)))
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return inner(Object.keys(one), (key) => `${path}[${key}]`)
  }
  if (!isJsonObject(one) || !isJsonObject(other)) return [path]
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return inner(keys, (key) => (path === '' ? key : `${path}.${key}`))
}
