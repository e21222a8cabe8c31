import type { JsonObject } from '../json.ts'
import { requireApiEnabled } from './accounts/access.ts'
import type { Tokens } from './accounts/tokens.ts'
import type { Answer, Request } from './answer.ts'
import { ApiError } from './api/api-error.ts'
import { type ApiMethod, apiDescription, methodFor } from './api/description.ts'
import { selectFields } from './api/fields.ts'
import { collectionNamed } from './api/verticals.ts'
import type { Google } from './google.ts'
import { getIssuer, insertIssuer, listIssuers, patchIssuer, updateIssuer } from './issuers/issuers.ts'
import { getPermissions, updatePermissions } from './issuers/permissions.ts'
import { insertSmartTap } from './issuers/smart-tap.ts'
import type { Quota } from './quota.ts'
import { addMessage } from './resources/add-message.ts'
import type { Call, CollectionCall } from './resources/call.ts'
import { patch, update } from './resources/change.ts'
import { get } from './resources/get.ts'
import { insert } from './resources/insert.ts'
import { list } from './resources/list.ts'
import { modifyLinkedOffers } from './resources/modify-linked-offers.ts'
import { insertJwt, validateJwt } from './save/jwt-methods.ts'
import type { ServiceAccount } from './state.ts'

export interface Rest {
  readonly google: Google
  readonly tokens: Tokens
  readonly quota: Quota
}

type Operation<C> = (call: C) => JsonObject | Promise<JsonObject>

/** What is done with the classes and objects of every vertical, by the last part of a method's id. */
const onCollections: Readonly<Record<string, Operation<CollectionCall>>> = {
  get,
  insert,
  list,
  patch,
  update,
  addmessage: addMessage,
  modifylinkedofferobjects: modifyLinkedOffers,
}

/** All other methods, by id. */
const others: Readonly<Record<string, Operation<Call>>> = {
  'issuer.get': getIssuer,
  'issuer.insert': insertIssuer,
  'issuer.list': listIssuers,
  'issuer.patch': patchIssuer,
  'issuer.update': updateIssuer,
  'permissions.get': getPermissions,
  'permissions.update': updatePermissions,
  'smarttap.insert': insertSmartTap,
  'jwt.insert': insertJwt,
  'jwt.validate': validateJwt,
}

/**
 * Answers a request to the REST API, in Google's order of checks: token, API enabled, quota, method, parameters, body.
 * @throws ApiError
 */
export async function answerRest(rest: Rest, request: Request): Promise<Answer> {
  const account = admit(rest, request)
  const found = methodFor(request.method, request.url.pathname)
  if (!found) throw new ApiError('notFound', `Not found: ${request.method} ${request.url.pathname}`)
  const { method, resourceId } = found
  const query = request.url.searchParams
  requireParameters(method, query)
  const body = method.request === undefined ? undefined : bodyOf(request)
  const call = { google: rest.google, account, resourceId, query, body }
  const answer = await carryOut(method, call)
  const fields = query.get('fields')
  return { status: 200, body: fields === null ? answer : selectFields(answer, fields) }
}

/**
 * The service account behind a request, if it may use the API now.
 * @throws ApiError `authError`, `accessNotConfigured`, `rateLimitExceeded`
 */
export function admit({ google, tokens, quota }: Rest, { headers }: Request): ServiceAccount {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined)
    throw new ApiError('authError', `Request is missing required authentication credential. ${expected}`)
  const account = tokens.accountOf(token)
  if (!account) throw new ApiError('authError', `Request had invalid authentication credentials. ${expected}`)
  requireApiEnabled(google.state, account)
  if (!quota.take(account.projectId)) {
    throw new ApiError(
      'rateLimitExceeded',
      `Quota exceeded for quota metric 'Requests' of service 'walletobjects.googleapis.com' for consumer '${account.projectId}'.`,
    )
  }
  return account
}

const expected =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
  'See https://developers.google.com/identity/sign-in/web/devconsole-project.'

function carryOut(method: ApiMethod, call: Call): JsonObject | Promise<JsonObject> {
  const other = others[method.id]
  if (other) return other(call)
  const collection = collectionNamed(method.path.split('/')[2] ?? '')
  const operation = onCollections[method.id.split('.')[1] ?? '']
  if (collection && operation) return operation({ ...call, collection })
  throw new ApiError('notFound', `The virtual Google does not know ${method.id}.`)
}

function requireParameters({ query: own }: ApiMethod, query: URLSearchParams): void {
  const [first, ...others] = [...query.keys()]
    .filter((name) => !own.includes(name) && !apiDescription.parameters.includes(name))
    .map((name) => `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}: Cannot bind query parameter.`)
  if (first) throw new ApiError('invalid', first, ...others)
}

/** @throws ApiError `parseError` */
function bodyOf({ headers, body }: Request): unknown {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? 'application/json')) {
    throw new ApiError('parseError', `Unsupported content type: ${headers['content-type']}. Send application/json.`)
  }
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ApiError('parseError', 'Invalid JSON payload received. Parse Error.')
  }
}
