import type { FieldError, Problem } from '../errors.ts'
import type { Kind } from '../passes/content/content.ts'
import { pointerOf } from '../passes/content/issues.ts'
import { isJsonObject, type JsonObject, reviewJson } from '../passes/content/json.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import type { CampaignDeps } from './deps.ts'
import { reviewSource } from './review-draft.ts'

/** What the next revision will be: a revision's source whose parts are not fit to publish yet, as they stand. */
export interface DraftSource {
  readonly kind: Kind
  readonly tokens: readonly unknown[]
  readonly content: JsonObject
  readonly variants: readonly unknown[]
  readonly newsLabel?: string
}

/** The draft that an author sent, whole; of whatever shape until the request's schema has accepted it. */
export function draftOf(kind: Kind, input: unknown): DraftSource {
  return { tokens: [], content: {}, variants: [], ...(isJsonObject(input) ? input : {}), kind }
}

/** Why a draft cannot even be kept: empty if it can. */
export function unkeepable(draft: DraftSource): FieldError[] {
  const unsafe = reviewJson(draft)
  return unsafe.length > 0 ? unsafe : unstorable(draft, [])
}

/**
 * The refusal of a request whose draft cannot be kept. It says besides what would keep that draft from being published,
 * so that its author hears everything at once.
 *
 * @param faults of the request, with their places in it
 * @param path of the draft in the request
 */
export async function refusedDraft(
  deps: Pick<CampaignDeps, 'core'>,
  faults: readonly FieldError[],
  { customerId, forGoogle, draft, path }: { customerId: string; forGoogle: boolean; draft: DraftSource; path: string },
): Promise<Problem> {
  // A draft that is no reason to refuse need not be fit; and `/` says that the whole request is none.
  const isAmongFaults = faults.some((fault) => fault.path !== '/' && fault.path.startsWith(`${path}/`))
  const reasons = isAmongFaults ? (await reviewSource(deps, { customerId, forGoogle }, draft)).issues : []
  const besides = reasons
    // The kind is the campaign's, not the draft's.
    .filter((reason) => reason.path !== '/kind')
    .map((reason) => ({ ...reason, path: path + reason.path }))
    .filter((reason) => !faults.some((fault) => `${reason.path}/`.startsWith(`${fault.path}/`)))
  return invalidRequest([...faults, ...besides])
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
