/** What classes and objects are sent as. */
import { schemas } from '../generated/schemas.ts'
import { readOnlyKeys } from '../read-only-keys.ts'
import { type ClassOf, type ObjectOf, type Vertical, verticals } from '../verticals.ts'

/** Changes to a `T`: what is not named stays, null removes, lists are replaced whole (RFC 7396). */
export type Patch<T> = { readonly [Key in keyof T]?: PatchedValue<T[Key]> | null | undefined }

type PatchedValue<T> = T extends readonly unknown[] ? T : T extends object ? Patch<T> : T

export type ClassPatch<V extends Vertical> = Patch<Omit<ClassOf<V>, 'id'>>
export type ObjectPatch<V extends Vertical> = Patch<Omit<ObjectOf<V>, 'id'>>

/** What GET returns and PUT refuses, like the copy of the class in an object. */
export function withoutReadOnly(resource: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => !readOnlyKeys.has(key)))
}

/**
 * A class with a `reviewStatus` that may be set. Google refuses the APPROVED that it returned, also when an approved
 * class is changed; so all but drafts are sent with UNDER_REVIEW, which is approved at once.
 */
export function reviewed(vertical: Vertical, body: Readonly<Record<string, unknown>>): object {
  if (!('reviewStatus' in schemas[verticals[vertical].class])) return body
  const isDraft = body.reviewStatus === 'DRAFT' || body.reviewStatus === 'draft'
  return isDraft ? body : { ...body, reviewStatus: 'UNDER_REVIEW' }
}
