import type { FieldError } from '../errors.ts'
import type { Kind } from '../passes/content/content.ts'
import { pointerOf } from '../passes/content/issues.ts'
import { type JsonObject, reviewJson } from '../passes/content/json.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import type { DraftInput } from './schema.ts'

/** What the next revision will be: a revision's source whose parts are not fit to publish yet, as they stand. */
export interface DraftSource {
  readonly kind: Kind
  readonly tokens: readonly unknown[]
  readonly content: JsonObject
  readonly variants: readonly unknown[]
  readonly newsLabel?: string
}

/**
 * The draft that an author sent, whole.
 *
 * @throws Problem `invalid_request` when it cannot even be kept
 */
export function draftOf(kind: Kind, input: DraftInput): DraftSource {
  const draft = {
    kind,
    tokens: input.tokens ?? [],
    content: (input.content ?? {}) as JsonObject,
    variants: input.variants ?? [],
    ...(input.newsLabel !== undefined && { newsLabel: input.newsLabel }),
  }
  const deep = reviewJson(draft)
  const errors = deep.length > 0 ? deep : unstorable(draft, [])
  if (errors.length > 0) throw invalidRequest(errors)
  return draft
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair in JSON. */
const unstorableText = /\0|\p{Surrogate}/u

function unstorable(value: unknown, path: readonly string[]): FieldError[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => [
      ...unstorable(key, path),
      ...unstorable(part, [...path, key]),
    ])
  }
  if (typeof value !== 'string' || !unstorableText.test(value)) return []
  const message = 'has a character that is none: U+0000, or half of a surrogate pair'
  return [{ path: pointerOf(path) || '/', code: 'character', message, fix: 'Remove it.' }]
}
