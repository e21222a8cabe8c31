import { combinationsOf } from './combinations.ts'
import type { LeafCompiler } from './compile-leaf.ts'
import { readsPersonal } from './compile-leaf.ts'
import type { CompiledCondition } from './condition.ts'
import type { Kind, PassContent } from './content.ts'
import { contains } from './intervals.ts'
import { ContentError, distinctIssues, type ReviewIssue } from './issues.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { newsAt } from './messages.ts'
import { type Node, rendered } from './node.ts'
import { isOfCalendar, type PersonalPlace, personalPlaces, type SharedPath } from './personal-places.ts'
import { patchedContent, type RevisionSource } from './revision-source.ts'
import { scopeOf } from './scope.ts'

type SharedContentOf<C extends PassContent> = Partial<Omit<C, 'kind' | 'fields' | 'details' | 'voided'>> &
  Pick<C, 'kind' | 'fields'> & { readonly details?: Partial<NonNullable<C['details']>> }

/**
 * Content as far as it can be known without any pass: what reads a token or a fact is absent, and with it the smallest
 * part of the details or of the rest that cannot do without it.
 */
export type SharedContent = { [K in Kind]: SharedContentOf<Extract<PassContent, { kind: K }>> }[Kind]

/** What the passes of a revision have in common at any one time. */
export interface Sharing {
  /** True if all passes show the same at this place and within it, at any one time. */
  isShared(...path: SharedPath): boolean
  /** Why not: what makes passes differ at a place, within it or around it. */
  personalAt(...path: SharedPath): PersonalPlace[]
  /** The indices of the variants whose calendar lets passes in at a moment, be it all or some of them. */
  openAt(at: Date): number[]
  /**
   * The content before any variant but those of the calendar. At a place that is not shared it is what a pass shows that
   * is in no particular state.
   *
   * @param open indices of variants, as of {@link openAt}
   * @throws ContentError for a combination of variants that no review has tried and that is unfit
   */
  contentWith(open: readonly number[], at: Date): SharedContent
}

/** The content that all passes of a revision share at a moment. */
export const sharedContentAt = ({ sharing }: { readonly sharing: Sharing }, at: Date): SharedContent =>
  sharing.contentWith(sharing.openAt(at), at)

interface SharedVariant {
  readonly condition: CompiledCondition
  readonly message: Node | undefined
}

/** Tells what is shared in a revision from what is not. */
export function sharingOf(source: RevisionSource, variants: readonly SharedVariant[], compiler: LeafCompiler): Sharing {
  const isPersonal = (text: unknown) => typeof text === 'string' && readsPersonal(text, compiler)
  const personal = personalPlaces(source, isPersonal)
  const personalAt = (...path: SharedPath) => personal.filter((place) => overlaps(place.path, path))
  const isShared = (...path: SharedPath) => personalAt(...path).length === 0
  const impersonal = (content: JsonObject) => withoutPersonal(content, isPersonal)
  const compiledWith = combinationsOf(source.kind, (active) => impersonal(patchedContent(source, active)), compiler)
  const ofCalendar = source.variants.map(isOfCalendar)

  return {
    isShared,
    personalAt,
    openAt: (at) =>
      variants.flatMap(({ condition }, index) => (contains(condition.calendar, at.getTime()) ? [index] : [])),
    contentWith(open, at) {
      const issues: ReviewIssue[] = []
      const spans = variants.map(({ condition }, index) => (ofCalendar[index] ? condition.calendar : []))
      const active = open.filter((index) => ofCalendar[index])
      const scope = scopeOf([], nobody, at, issues)
      const messages = variants.map(({ message }) => message)
      const news = isShared('fields', 'news') ? newsAt(messages, spans, { scope, issues }, at) : undefined
      const content = rendered(compiledWith(active), { scope, news, issues }) as SharedContent
      if (issues.length > 0) throw new ContentError(distinctIssues(issues))
      return content
    },
  }
}

/** A pass of no one, so that whatever is rendered for it tells nothing of anybody. */
const nobody = { tokens: { contact: {}, voucher: {} }, facts: {} }

function overlaps(some: SharedPath, other: SharedPath): boolean {
  return some.every((segment, depth) => depth >= other.length || segment === other[depth])
}

/**
 * Authored content with undefined for what is personal. Of the content itself and its details it is taken out, since
 * they are still worth having without it; a field is absent as a whole.
 */
function withoutPersonal(content: JsonObject, isPersonal: (text: unknown) => boolean): JsonObject {
  const blanked = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(blanked)
    if (isJsonObject(value)) return mapped(value, blanked)
    return isPersonal(value) ? undefined : value
  }
  const blankedField = (field: unknown) => (hasUndefined(blanked(field)) ? undefined : field)
  const { fields, details, ...rest } = content
  return {
    ...withoutUndefined(mapped(rest, blanked)),
    ...(isJsonObject(details) && { details: withoutUndefined(mapped(details, blanked)) }),
    ...(isJsonObject(fields) && {
      fields: mapped(fields, (list) => (Array.isArray(list) ? list.map(blankedField) : list)),
    }),
  }
}

const mapped = (object: JsonObject, each: (value: unknown) => unknown): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, each(value)]))

const withoutUndefined = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

function hasUndefined(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined
  return Object.values(value).some(hasUndefined)
}
