import { isJsonObject, type JsonObject } from '../../passes/content/json.ts'

/** A place within a resource, as `loyaltyPoints.balance.int`. Lists are replaced as a whole, so none lies within one. */
export type Path = string

/** All places that a resource has. */
export function pathsOf(resource: JsonObject, prefix = ''): Path[] {
  return Object.entries(resource).flatMap(([key, value]) => {
    if (value === undefined) return []
    const path = `${prefix}${key}`
    return isJsonObject(value) ? [path, ...pathsOf(value, `${path}.`)] : [path]
  })
}

/**
 * What to PATCH a resource with, so that Google has exactly the places that it has: Google merges, and only null
 * removes (Google Wallet API, *Performance tips*).
 *
 * @param ever all places that a resource of its kind ever had; others are somebody else's, who may have set them
 */
export function mergePatchOf(resource: JsonObject, ever: Iterable<Path>): JsonObject {
  const present = new Set(pathsOf(resource))
  const missing = [...ever].filter((path) => !present.has(path)).sort()
  return missing.reduce((patch, path) => withNull(patch, path.split('.')), resource)
}

/** A copy with null at a path, unless what it would lie in is missing as a whole. */
function withNull(patch: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  if (rest.length === 0) return { ...patch, [key]: null }
  const inner = patch[key]
  return isJsonObject(inner) ? { ...patch, [key]: withNull(inner, rest) } : patch
}
