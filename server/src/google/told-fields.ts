import { type Slot, slots } from '../passes/content/fields.ts'
import { isJsonObject, type JsonObject, valueAt } from '../passes/content/json.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import { patchedContent } from '../passes/content/revision-source.ts'
import { isTemplate } from '../passes/content/template.ts'
import type { FactReference } from './mapping.ts'

/** Authored content of a revision, of whatever shape its templates may have. */
export type Authored = JsonObject

/** The slots of the face, from the top down. */
export const frontSlots = slots.filter((slot) => slot !== 'back')

/** The fields of a slot, as they were authored. */
export function authoredFields(content: Authored, slot: Slot): readonly (JsonObject & { readonly key: string })[] {
  const list = valueAt(content, ['fields', slot])
  return Array.isArray(list) ? list.filter((field) => isJsonObject(field) && typeof field.key === 'string') : []
}

/**
 * Fields of the face that only repeat a fact for which Google has a place of its own, by their keys. Google then writes
 * the fact, in the language and form of the phone. A field that repeats a fact in one variant and not in another counts
 * as a field.
 */
export function toldFields(
  { source, sharing }: Pick<CompiledRevision, 'source' | 'sharing'>,
  facts: readonly FactReference[],
): ReadonlyMap<string, FactReference> {
  const contents = [[], ...source.variants.map((_, index) => [index])].map((active) => patchedContent(source, active))
  const usable = facts.filter(({ path, fieldPath }) => fieldPath?.startsWith('object.') || sharing.isShared(...path))
  const told = new Map<string, FactReference>()
  const fields = contents.flatMap((content) =>
    frontSlots.flatMap((slot) => authoredFields(content, slot).map((field) => ({ field, content }))),
  )
  for (const { field } of fields) {
    const same = fields.filter((other) => other.field.key === field.key)
    const found = usable.find((fact) => same.every((one) => repeats(one.field, fact, one.content)))
    if (found !== undefined) told.set(field.key, found)
  }
  return told
}

function repeats({ value, format }: JsonObject, { path, isDate }: FactReference, content: Authored): boolean {
  const showsDate = isJsonObject(format) && 'date' in format
  const showsAmount = isJsonObject(format) && 'currency' in format
  return value === valueAt(content, path) && isTelling(value) && showsDate === (isDate === true) && !showsAmount
}

/** Two texts of one or two letters may be equal by chance. */
const isTelling = (value: unknown) => typeof value === 'string' && (isTemplate(value) || value.length > 2)
