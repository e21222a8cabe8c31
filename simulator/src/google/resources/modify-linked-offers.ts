import { type JsonObject, valueAt } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { checkBody } from '../check/check.ts'
import type { CollectionCall } from './call.ts'
import { issuerIn } from './ids.ts'
import { judgeLink } from './settle.ts'
import { requireStored, shelfOf, shown } from './stored.ts'

/** Links offers to an object, or takes links away. @throws ApiError */
export function modifyLinkedOffers({ google, account, collection, resourceId, body }: CollectionCall): JsonObject {
  const { state } = google
  requireAccess(state, account, issuerIn(resourceId), 'write')
  const request = checkBody('ModifyLinkedOfferObjectsRequest', body)
  const { vertical, resource } = requireStored(state, collection, resourceId)
  const added = idsIn(request, 'addLinkedOfferObjectIds')
  const removed = idsIn(request, 'removeLinkedOfferObjectIds')
  for (const id of added) judgeLink(google, resourceId, 'linkedOfferIds', id)

  const linked = new Set([...[resource.linkedOfferIds ?? []].flat().map(String), ...added])
  for (const id of removed) linked.delete(id)
  const stored = { vertical, resource: { ...resource, linkedOfferIds: [...linked] } }
  shelfOf(state, collection).set(resourceId, stored)
  google.tellHolders([resourceId])
  return shown(google, collection, stored)
}

function idsIn(request: JsonObject, name: string): readonly string[] {
  return [valueAt(request, 'linkedOfferObjectIds', name) ?? []].flat().map(String)
}
