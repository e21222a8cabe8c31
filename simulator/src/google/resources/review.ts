import type { JsonObject } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import { typeOf } from '../api/description.ts'
import type { Collection } from '../api/verticals.ts'
import type { Google } from '../google.ts'

/**
 * What becomes of the review status that a class comes with (Google Wallet API, `reviewStatus`): only `DRAFT` and
 * `UNDER_REVIEW` may be asked for, also of a class that has been approved, and never `DRAFT` again. Generic classes are
 * not reviewed.
 * @throws ApiError `invalidResource`
 */
export function reviewed(google: Google, collection: Collection, next: JsonObject, before?: JsonObject): JsonObject {
  if (!isReviewed(collection)) return next
  const { reviewStatus: status } = next
  if (status !== 'UNDER_REVIEW' && status !== 'DRAFT') {
    throw new ApiError('invalidResource', `Invalid review status Optional[${status}].`)
  }
  if (status === 'DRAFT') {
    if (before === undefined || before.reviewStatus === 'DRAFT') return next
    throw new ApiError('invalidResource', `Invalid review status Optional[DRAFT]: the class has left it already.`)
  }
  const rejection = google.review(String(next.id))
  if (!rejection) return { ...next, reviewStatus: 'APPROVED' }
  return { ...next, reviewStatus: 'REJECTED', review: { comments: rejection.comments } }
}

/** Whether objects may refer to a class. */
export function isUsable(collection: Collection, resource: JsonObject): boolean {
  return !isReviewed(collection) || resource.reviewStatus === 'APPROVED'
}

function isReviewed({ schema }: Collection): boolean {
  return typeOf(schema, 'reviewStatus') !== undefined
}
