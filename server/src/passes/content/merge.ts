import { slots } from './fields.ts'
import { isJsonObject, type JsonObject } from './json.ts'

/**
 * JSON Merge Patch (RFC 7396): objects are merged key by key, null removes, all else, lists included, replaces.
 * Unlike a plain assignment it never touches a prototype. In a raw part null says something itself, namely that a key is
 * to be removed from what was made of the content: so it stays where it has nothing to remove.
 *
 * @param path from the content to the target
 */
function mergePatch(target: unknown, patch: unknown, path: readonly string[] = []): unknown {
  if (!isJsonObject(patch)) return patch
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : [])
  for (const [key, part] of Object.entries(patch)) {
    const known = merged.get(key) ?? null
    if (part !== null) merged.set(key, mergePatch(known, part, [...path, key]))
    else if (known === null && isInRawPart(path)) merged.set(key, null)
    else merged.delete(key)
  }
  return Object.fromEntries(merged)
}

const isInRawPart = ([root, side]: readonly string[]) => root === 'apple' || (root === 'google' && side !== undefined)

/** The patches of a slot with the key of the field that each is for; null removes the field. */
type FieldPatch = readonly [key: unknown, patch: unknown]

/**
 * A slot's patch, in either of its two forms: an object from key to patch, where null removes that field, or a list of
 * patches each with its `key`, which alone fixes the order of new fields wherever JSON is kept without the order of keys.
 */
export function fieldPatches(patch: JsonObject | readonly unknown[]): FieldPatch[] {
  if (Array.isArray(patch)) return patch.map((part) => [isJsonObject(part) ? part.key : undefined, part])
  return Object.entries(patch).map(([key, part]) => [key, isJsonObject(part) ? { ...part, key } : part])
}

function mergeFields(fields: readonly unknown[], patches: readonly FieldPatch[]): unknown[] {
  const merged = [...fields]
  for (const [key, patch] of patches) {
    const index = merged.findIndex((field) => isJsonObject(field) && key !== undefined && field.key === key)
    if (patch === null && key !== undefined) {
      if (index >= 0) merged.splice(index, 1)
    } else if (index < 0) merged.push(mergePatch(undefined, patch))
    else merged[index] = mergePatch(merged[index], patch)
  }
  return merged
}

function mergeSlots(slotsOfContent: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch
  const content = isJsonObject(slotsOfContent) ? slotsOfContent : {}
  const patched = Object.entries(patch).map(([slot, part]) => {
    const fields = content[slot]
    const isSlot = (slots as readonly string[]).includes(slot)
    if (!isSlot || (!isJsonObject(part) && !Array.isArray(part))) return [slot, part ?? []]
    return [slot, mergeFields(Array.isArray(fields) ? fields : [], fieldPatches(part))]
  })
  return { ...content, ...Object.fromEntries(patched) }
}

/**
 * Applies a variant's patch to content: a JSON Merge Patch (RFC 7396), except that the lists in `fields` are matched by
 * field key. A patched field stays where it is; a new one comes last in its slot; null instead of a slot empties it.
 * Shape is not checked here: what does not fit is put in place for the schema to refuse.
 */
export function applyPatch(content: JsonObject, patch: unknown): JsonObject {
  if (!isJsonObject(patch)) return content
  const { fields, ...rest } = patch
  const merged = mergePatch(content, rest) as JsonObject
  if (fields === undefined) return merged
  return { ...merged, fields: fields === null ? {} : mergeSlots(content.fields, fields) }
}

/**
 * Where a variant's author finds a place of the merged content: the longest part of its path that stands in the patch.
 * @param path segments into the merged content
 */
export function pathInPatch(patch: unknown, merged: JsonObject, path: readonly string[]): string[] {
  const found: string[] = []
  let part = patch
  for (const [depth, segment] of path.entries()) {
    const [root, slot] = path
    const inSlot = depth === 2 && root === 'fields' && slot !== undefined
    const key = inSlot ? fieldKeyAt(merged, slot, segment) : undefined
    const name =
      inSlot && Array.isArray(part) ? String(part.findIndex((field) => field?.key === key)) : (key ?? segment)
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) break
    found.push(name)
    part = Reflect.get(part, name)
  }
  return found
}

/** The key of the field at an index of a slot, if it has one. */
export function fieldKeyAt(content: JsonObject, slot: string, index: string): string | undefined {
  const fields = content.fields
  const list = isJsonObject(fields) ? fields[slot] : undefined
  const field: unknown = Array.isArray(list) ? list[Number(index)] : undefined
  return isJsonObject(field) && typeof field.key === 'string' ? field.key : undefined
}
