import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import type { CollectionCall } from './call.ts'
import { issuerIn } from './ids.ts'
import { requireStored, shown } from './stored.ts'

export function get({ google, account, collection, resourceId }: CollectionCall): JsonObject {
  const { state } = google
  requireAccess(state, account, issuerIn(resourceId), 'read')
  return shown(google, collection, requireStored(state, collection, resourceId))
}
