import type { JsonObject } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import { type Collection, collectionFor } from '../api/verticals.ts'
import type { Google } from '../google.ts'
import { issuerIn } from './ids.ts'
import { judgePrivateImages } from './private-images.ts'
import { isUsable, reviewed } from './review.ts'
import { find } from './stored.ts'

export interface Surroundings {
  /** What the resource was before; undefined for a new one. */
  readonly before?: JsonObject
  /** Classes that are about to be added before it. */
  readonly inline?: readonly JsonObject[]
}

/**
 * A checked class or object as it would be kept, judged by what is there besides: reviews, classes, links, images.
 * @throws ApiError
 */
export function settle(
  google: Google,
  collection: Collection,
  resource: JsonObject,
  { before, inline = [] }: Surroundings = {},
): JsonObject {
  judgePrivateImages(google, collection.side, issuerIn(resource.id), resource)
  if (collection.side === 'class') return reviewed(google, collection, resource, before)
  judgeClass(google, collection, resource, inline)
  for (const name of ['linkedObjectIds', 'linkedOfferIds'] as const) {
    for (const linked of [resource[name] ?? []].flat()) judgeLink(google, String(resource.id), name, String(linked))
  }
  return resource.state === undefined ? { ...resource, state: 'ACTIVE' } : resource
}

/**
 * The class of an object is there, of the same vertical, approved, and of the same issuer.
 * @throws ApiError `classNotFound`, `invalidResource`
 */
function judgeClass(
  { state }: Google,
  { vertical }: Collection,
  { id, classId, activationStatus }: JsonObject,
  inline: readonly JsonObject[],
): void {
  const classes = collectionFor(vertical, 'class')
  const passClass = inline.find((item) => item.id === classId) ?? find(state, classes, classId)?.resource
  if (issuerIn(classId) !== issuerIn(id)) {
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is of another issuer than ${id}.`)
  }
  if (!passClass) {
    const other = state.classes.get(String(classId))
    if (!other) throw new ApiError('classNotFound', `Class not found: ${classId}`)
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is of type ${other.vertical}, not ${vertical}.`)
  }
  if (!isUsable(classes, passClass)) {
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is ${passClass.reviewStatus}, not APPROVED.`)
  }
  if (passClass.activationOptions !== undefined && activationStatus === undefined) {
    throw new ApiError('invalidResource', `activationStatus is required: the class ${classId} has activationOptions.`)
  }
}

/**
 * A linked object is there and of the same issuer.
 * @throws ApiError `resourceNotFound`, `invalidResource`
 */
export function judgeLink(
  { state }: Google,
  id: string,
  name: 'linkedObjectIds' | 'linkedOfferIds',
  linked: string,
): void {
  if (issuerIn(linked) !== issuerIn(id)) {
    throw new ApiError('invalidResource', `Invalid ${name}: ${linked} is of another issuer than ${id}.`)
  }
  const found = state.objects.get(linked)
  if (!found) throw new ApiError('resourceNotFound', `Resource not found: ${linked}`)
  if (name === 'linkedOfferIds' && found.vertical !== 'offer') {
    throw new ApiError('invalidResource', `Invalid ${name}: ${linked} is no offer.`)
  }
}
