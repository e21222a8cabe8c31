import { type JsonObject, objectsIn } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import { checkBody } from '../check/check.ts'
import type { Call } from '../resources/call.ts'
import { issuerIdFrom } from '../resources/ids.ts'
import type { Issuer, Permission } from '../state.ts'

export function getPermissions({ google: { state }, account, resourceId }: Call): JsonObject {
  return shown(requireAccess(state, account, issuerIdFrom(resourceId), 'read'))
}

/** Replaces the whole list. @throws ApiError */
export function updatePermissions({ google: { state }, account, resourceId, body }: Call): JsonObject {
  const issuer = requireAccess(state, account, issuerIdFrom(resourceId), 'write')
  const request = checkBody('Permissions', body)
  if (request.issuerId !== issuer.issuerId) {
    throw new ApiError('invalidResource', `Invalid issuer ID: ${request.issuerId} is not that of the path.`)
  }
  issuer.permissions = objectsIn(request.permissions).map(
    ({ emailAddress, role }): Permission => ({
      emailAddress: String(emailAddress),
      role: role as Permission['role'],
    }),
  )
  return shown(issuer)
}

function shown({ issuerId, permissions }: Issuer): JsonObject {
  return { issuerId, permissions }
}
