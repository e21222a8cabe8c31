import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import { type Collection, collectionFor } from '../api/verticals.ts'
import { checkResource } from '../check/check.ts'
import type { Google } from '../google.ts'
import type { Call } from './call.ts'
import { issuerIn } from './ids.ts'
import { isUsable, reviewed } from './review.ts'
import { find, shelfOf, shown } from './stored.ts'

/** Inserts a class or an object. @throws ApiError, among them `existingResource` for an id that is taken */
export async function insert({ google, account, collection, body }: Call): Promise<JsonObject> {
  const resource = checkResource(collection, body)
  requireAccess(google.state, account, issuerIn(resource.id), 'write')
  await google.loadImages(resource)
  return shown(google.state, collection, add(google, collection, judgeNew(google, collection, resource)))
}

/**
 * A checked class or object as it would be added. `inline` are classes that are about to be added before it.
 * @throws ApiError
 */
export function judgeNew(
  google: Google,
  collection: Collection,
  resource: JsonObject,
  inline: readonly JsonObject[] = [],
): JsonObject {
  const { state } = google
  const id = String(resource.id)
  if (shelfOf(state, collection).has(id)) {
    throw new ApiError('existingResource', `An existing item was found for ID: ${id}`)
  }
  if (collection.side === 'class') return reviewed(google, collection, resource)
  judgeReferences(google, collection, resource, inline)
  return resource.state === undefined ? { ...resource, state: 'ACTIVE' } : resource
}

/**
 * What an object refers to: its class is there, of the same vertical, approved, and of the same issuer; linked objects
 * are there and of the same issuer.
 * @throws ApiError `classNotFound`, `resourceNotFound`, `invalidResource`
 */
export function judgeReferences(
  { state }: Google,
  { vertical }: Collection,
  resource: JsonObject,
  inline: readonly JsonObject[] = [],
): void {
  const { id, classId } = resource
  const classes = collectionFor(vertical, 'class')
  const parent = inline.find((item) => item.id === classId) ?? find(state, classes, classId)?.resource
  if (issuerIn(classId) !== issuerIn(id)) {
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is of another issuer than ${id}.`)
  }
  if (!parent) {
    const other = state.classes.get(String(classId))
    if (!other) throw new ApiError('classNotFound', `Class not found: ${classId}`)
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is of type ${other.vertical}, not ${vertical}.`)
  }
  if (!isUsable(classes, parent)) {
    throw new ApiError('invalidResource', `Invalid classId: ${classId} is ${parent.reviewStatus}, not APPROVED.`)
  }
  for (const name of ['linkedObjectIds', 'linkedOfferIds'] as const) {
    for (const linked of [resource[name] ?? []].flat()) judgeLink(state, String(id), name, String(linked))
  }
}

/** @throws ApiError `resourceNotFound`, `invalidResource` */
export function judgeLink(state: Google['state'], id: string, name: string, linked: string): void {
  if (issuerIn(linked) !== issuerIn(id)) {
    throw new ApiError('invalidResource', `Invalid ${name}: ${linked} is of another issuer than ${id}.`)
  }
  const found = state.objects.get(linked)
  if (!found) throw new ApiError('resourceNotFound', `Resource not found: ${linked}`)
  if (name === 'linkedOfferIds' && found.vertical !== 'offer') {
    throw new ApiError('invalidResource', `Invalid ${name}: ${linked} is no offer.`)
  }
}

/** Adds what {@link judgeNew} has returned. */
export function add({ state }: Google, collection: Collection, resource: JsonObject) {
  const { notifyPreference: _, ...kept } = resource
  const stored = { vertical: collection.vertical, resource: kept }
  shelfOf(state, collection).set(String(resource.id), stored)
  return stored
}
