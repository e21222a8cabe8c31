import { type JsonObject, valueAt } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import type { Collection } from '../api/verticals.ts'
import { checkResource } from '../check/check.ts'
import type { Google } from '../google.ts'
import type { Stored } from '../state.ts'
import type { CollectionCall } from './call.ts'
import { issuerIn } from './ids.ts'
import { claimPrivateImages } from './private-images.ts'
import { withoutInitialValues } from './rotating-values.ts'
import { settle } from './settle.ts'
import { shelfOf, shown } from './stored.ts'

/** Inserts a class or an object. @throws ApiError, among them `existingResource` for an id that is taken */
export async function insert({ google, account, collection, body }: CollectionCall): Promise<JsonObject> {
  requireAccess(google.state, account, issuerIn(valueAt(body, 'id')), 'write')
  const resource = checkResource(collection, body)
  await google.loadImages(resource)
  return shown(google, collection, add(google, collection, judgeNew(google, collection, resource)))
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
  if (shelfOf(google.state, collection).has(String(resource.id))) {
    throw new ApiError('existingResource', `An existing item was found for ID: ${resource.id}`)
  }
  return settle(google, collection, resource, { inline })
}

/** Adds what {@link judgeNew} has returned. */
export function add(google: Google, collection: Collection, resource: JsonObject): Stored {
  // It concerns one request only.
  const { notifyPreference: _, ...kept } = resource
  const stored = { vertical: collection.vertical, resource: withoutInitialValues(google, kept) }
  shelfOf(google.state, collection).set(String(resource.id), stored)
  claimPrivateImages(google, kept)
  return stored
}
