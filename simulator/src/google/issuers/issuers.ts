import { randomInt } from 'node:crypto'
import { isObject, type JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { addIssuer } from '../accounts/console.ts'
import { ApiError } from '../api/api-error.ts'
import { checkBody, checkChanges } from '../check/check.ts'
import type { Call } from '../resources/call.ts'
import { issuerIdFrom } from '../resources/ids.ts'
import { merge } from '../resources/merge.ts'

export function getIssuer({ google: { state }, account, resourceId }: Call): JsonObject {
  return requireAccess(state, account, issuerIdFrom(resourceId), 'read').resource
}

/** Makes an issuer that belongs to the service account. @throws ApiError */
export function insertIssuer({ google: { state }, account, body }: Call): JsonObject {
  const resource = checkBody('Issuer', body)
  if (!resource.name) throw new ApiError('invalidResource', 'name is required.')
  return addIssuer(state, account.email, withCollectorId(resource)).resource
}

/** The issuers that the service account may use. */
export function listIssuers({ google: { state }, account }: Call): JsonObject {
  const mine = [...state.issuers.values()].filter(({ permissions }) =>
    permissions.some(({ emailAddress }) => emailAddress === account.email),
  )
  return { resources: mine.map(({ resource }) => resource) }
}

export function patchIssuer(call: Call): JsonObject {
  const { resource } = requireAccess(call.google.state, call.account, issuerIdFrom(call.resourceId), 'write')
  return put(call, merge(resource, checkChanges('Issuer', call.body)))
}

export function updateIssuer(call: Call): JsonObject {
  return put(call, call.body)
}

function put({ google: { state }, account, resourceId }: Call, body: unknown): JsonObject {
  const issuerId = issuerIdFrom(resourceId)
  const issuer = requireAccess(state, account, issuerId, 'write')
  const resource = checkBody('Issuer', body)
  if (resource.issuerId !== undefined && resource.issuerId !== issuerId) {
    throw new ApiError('invalidResource', `Invalid issuer ID: ${resource.issuerId} is not the ${issuerId} of the path.`)
  }
  issuer.resource = withCollectorId({ ...resource, issuerId }, issuer.resource)
  return issuer.resource
}

/** Whoever sets keys for Smart Tap is given a collector id, which stays (Google Wallet API, *Smart Tap merchant configuration*). */
function withCollectorId(resource: JsonObject, before: JsonObject = {}): JsonObject {
  const { smartTapMerchantData: data } = resource
  if (!isObject(data)) return resource
  const known = isObject(before.smartTapMerchantData) ? before.smartTapMerchantData.smartTapMerchantId : undefined
  return {
    ...resource,
    smartTapMerchantData: { ...data, smartTapMerchantId: known ?? String(randomInt(10_000_000, 100_000_000)) },
  }
}
