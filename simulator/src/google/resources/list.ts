import type { JsonObject } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { ApiError } from '../api/api-error.ts'
import { collectionFor } from '../api/verticals.ts'
import type { CollectionCall } from './call.ts'
import { issuerIdFrom, issuerIn } from './ids.ts'
import { requireStored, shelfOf, shown } from './stored.ts'

/**
 * The classes of an issuer, or the objects of a class: all, or at most `maxResults` after the page that gave `token`.
 * @throws ApiError
 */
export function list(call: CollectionCall): JsonObject {
  const { google, collection, query } = call
  const all = collection.side === 'class' ? classesOfIssuer(call) : objectsOfClass(call)
  const maxResults = query.get('maxResults')
  if (maxResults !== null && !/^[1-9]\d{0,8}$/.test(maxResults)) {
    throw new ApiError('invalid', `Invalid value at 'max_results' (TYPE_INT32), ${JSON.stringify(maxResults)}`)
  }
  const token = query.get('token')
  const start = token === null ? 0 : all.findIndex(({ resource }) => resource.id === idIn(token)) + 1
  if (token !== null && start === 0) throw new ApiError('invalidResource', `Invalid page token: ${token}`)
  const end = maxResults === null ? all.length : Math.min(start + Number(maxResults), all.length)
  const page = all.slice(start, end)
  const last = page.at(-1)
  return {
    resources: page.map((stored) => shown(google, collection, stored)),
    pagination: {
      resultsPerPage: page.length,
      ...(last && end < all.length && { nextPageToken: tokenFor(String(last.resource.id)) }),
    },
  }
}

function classesOfIssuer({ google: { state }, account, collection, query }: CollectionCall) {
  const issuerId = issuerIdFrom(query.get('issuerId'))
  requireAccess(state, account, issuerId, 'read')
  return [...shelfOf(state, collection).values()].filter(
    ({ vertical, resource }) => vertical === collection.vertical && issuerIn(resource.id) === issuerId,
  )
}

function objectsOfClass({ google: { state }, account, collection, query }: CollectionCall) {
  const classId = query.get('classId') ?? ''
  requireAccess(state, account, issuerIn(classId), 'read')
  requireStored(state, collectionFor(collection.vertical, 'class'), classId)
  return [...state.objects.values()].filter(({ resource }) => resource.classId === classId)
}

function tokenFor(id: string): string {
  return Buffer.from(id).toString('base64url')
}

function idIn(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8')
}
