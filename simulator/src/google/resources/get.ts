import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import type { Call } from './call.ts'
import { issuerIn } from './ids.ts'
import { require, shown } from './stored.ts'

export function get({ google, account, collection, resourceId }: Call): JsonObject {
  const { state } = google
  requireAccess(state, account, issuerIn(resourceId), 'read')
  return shown(google, collection, require(state, collection, resourceId))
}
