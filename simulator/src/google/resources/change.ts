import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import { checkChanges, checkResource } from '../check/check.ts'
import { notifyOfUpdate } from '../notices/updates.ts'
import { giveLinked } from '../save/save.ts'
import type { CollectionCall } from './call.ts'
import { issuerIn } from './ids.ts'
import { merge } from './merge.ts'
import { claimPrivateImages } from './private-images.ts'
import { withoutInitialValues } from './rotating-values.ts'
import { settle } from './settle.ts'
import { objectIdsOf, requireStored, shelfOf, shown } from './stored.ts'

/** PATCH: merges changes into a class or an object. @throws ApiError */
export async function patch(call: CollectionCall): Promise<JsonObject> {
  existing(call)
  const changes = checkChanges(call.collection.schema, call.body)
  await call.google.loadImages(changes)
  const before = existing(call)
  return put(call, before, checkResource(call.collection, merge(before, changes)))
}

/** PUT: replaces a class or an object; what is missing is gone. @throws ApiError */
export async function update(call: CollectionCall): Promise<JsonObject> {
  existing(call)
  const next = checkResource(call.collection, call.body)
  await call.google.loadImages(next)
  return put(call, existing(call), next)
}

function existing({ google: { state }, account, collection, resourceId }: CollectionCall): JsonObject {
  requireAccess(state, account, issuerIn(resourceId), 'write')
  return requireStored(state, collection, resourceId).resource
}

function put(call: CollectionCall, before: JsonObject, checked: JsonObject): JsonObject {
  const { google, collection, resourceId } = call
  if (checked.id !== undefined && checked.id !== resourceId) {
    throw new ApiError('invalidResource', `Invalid resource ID: ${checked.id} is not the ${resourceId} of the path.`)
  }
  const { notifyPreference, ...next } = settle(google, collection, { ...checked, id: resourceId }, { before })
  const stored = { vertical: collection.vertical, resource: withoutInitialValues(google, next) }
  shelfOf(google.state, collection).set(resourceId, stored)
  claimPrivateImages(google, next)
  if (collection.side === 'object') giveLinked(google, resourceId)

  const ids = objectIdsOf(google.state, collection, resourceId)
  if (notifyPreference === 'NOTIFY_ON_UPDATE') notifyOfUpdate(google, collection, before, next, ids)
  google.tellHolders(ids)
  return shown(google, collection, stored)
}
