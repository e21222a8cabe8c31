import { factNames } from './condition.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { newsKey } from './news.ts'
import { bearsNews, type ContentSource, type Variant } from './revision-source.ts'

/** Segments into content. A field stands at `fields` and its key, as a whole and in whatever slot. */
export type SharedPath = readonly string[]

/** A place at which the passes of one revision may differ from each other at one time. */
export interface PersonalPlace {
  readonly path: SharedPath
  /** Where the author finds the cause, in segments into the revision. */
  readonly cause: readonly string[]
  /** A template over tokens or facts, or a variant that not all passes enter. */
  readonly by: 'template' | 'variant'
}

/** True if all passes enter the variant at the same instant: its condition is a calendar and nothing else. */
export function isOfCalendar({ when }: Variant): boolean {
  return when.segment === undefined && factNames.every((fact) => when[fact] === undefined)
}

/**
 * Every place of a revision's content that depends on a pass's tokens or facts, found without rendering anything.
 *
 * @param isPersonal whether a text is a template that reads a token or a fact
 */
export function personalPlaces(source: ContentSource, isPersonal: (text: unknown) => boolean): PersonalPlace[] {
  const inBase = personalLeaves(source.content as JsonObject, ['content'], isPersonal)
  const inVariants = source.variants.flatMap((variant, index): PersonalPlace[] => {
    const { content = {} } = variant
    const root = ['variants', String(index), 'content']
    if (isOfCalendar(variant)) return personalLeaves(content, root, isPersonal)
    return placesIn(content, true).map(({ path, at }) => ({ path, cause: [...root, ...at], by: 'variant' }))
  })
  return [...inBase, ...inVariants, ...personalNews(source, isPersonal)]
}

function personalLeaves(
  content: JsonObject,
  root: readonly string[],
  isPersonal: (text: unknown) => boolean,
): PersonalPlace[] {
  return placesIn(content, false)
    .filter(({ leaf }) => isPersonal(leaf))
    .map(({ path, at }) => ({ path, cause: [...root, ...at], by: 'template' }))
}

/** The news is the same for all only if every message is entered by the calendar and reads no token. */
function personalNews(source: ContentSource, isPersonal: (text: unknown) => boolean): PersonalPlace[] {
  if (!bearsNews(source)) return []
  return source.variants.flatMap((variant, index): PersonalPlace[] => {
    const { message } = variant
    const [byTemplate, byVariant] = [isPersonal(message), message !== undefined && !isOfCalendar(variant)]
    if (!byTemplate && !byVariant) return []
    const cause = ['variants', String(index), 'message']
    return [{ path: ['fields', newsKey], cause, by: byTemplate ? 'template' : 'variant' }]
  })
}

export interface Place {
  readonly path: SharedPath
  /** Segments into the content or patch as it was authored. */
  readonly at: readonly string[]
  readonly leaf: unknown
}

/**
 * The leaves of content or of a patch on it.
 *
 * @param listsWhole whether a list is one leaf, as a patch replaces it
 */
function placesIn(content: JsonObject, listsWhole: boolean): Place[] {
  return Object.entries(content).flatMap(([key, part]) =>
    key === 'fields' ? fieldPlaces(part) : leavesOf(part, [key], listsWhole),
  )
}

/** The leaves of any part, at the path that it has. */
export function leavesOf(part: unknown, path: readonly string[], listsWhole = false): Place[] {
  if (!isJsonObject(part) && (listsWhole || !Array.isArray(part))) return [{ path, at: path, leaf: part }]
  return Object.entries(part as object).flatMap(([key, value]) => leavesOf(value, [...path, key], listsWhole))
}

function fieldPlaces(fields: unknown): Place[] {
  if (!isJsonObject(fields)) return [{ path: ['fields'], at: ['fields'], leaf: fields }]
  return Object.entries(fields).flatMap(([slot, list]) => {
    // A patch that empties a slot touches fields that only other parts of the revision name.
    if (typeof list !== 'object' || list === null) return [{ path: ['fields'], at: ['fields', slot], leaf: list }]
    return Object.entries(list).flatMap(([name, field]) => {
      const key = Array.isArray(list) && isJsonObject(field) ? String(field.key) : name
      const at = ['fields', slot, name]
      return leavesOf(field, at, false).map((leaf) => ({ ...leaf, path: ['fields', key] }))
    })
  })
}
