import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import type { Call } from './call.ts'
import { issuerIn } from './ids.ts'
import { require, shown } from './stored.ts'

export function get({ google: { state }, account, collection, resourceId }: Call): JsonObject {
  requireAccess(state, account, issuerIn(resourceId), 'read')
  return shown(state, collection, require(state, collection, resourceId))
}
