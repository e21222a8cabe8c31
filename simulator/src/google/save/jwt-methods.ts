import { randomBytes } from 'node:crypto'
import { isObject, type JsonObject, textAt } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import { type Collection, collections } from '../api/verticals.ts'
import { checkBody } from '../check/check.ts'
import type { Google } from '../google.ts'
import type { Call } from '../resources/call.ts'
import { find, shown } from '../resources/stored.ts'
import { judgePayload, judgeSaveJwt, type SaveRequest } from './judge-jwt.ts'
import { addInline } from './save.ts'

/** Adds what a JWT brings along, however long it is, and gives a short save link for it. @throws ApiError */
export async function insertJwt({ google, body }: Call): Promise<JsonObject> {
  const { jwt } = checkBody('JwtResource', body)
  const request = await judgeSaveJwt(google, String(jwt))
  for (const { resource } of request.additions) await google.loadImages(resource)
  addInline(google, request)
  const token = randomBytes(24).toString('base64url')
  google.state.saveTokens.set(token, request.objectIds)
  return { saveUri: `${google.saveUrl()}/${token}`, resources: resourcesOf(google, request) }
}

/** Judges a JWT, or claims or a payload as JSON, without doing anything. @throws ApiError */
export async function validateJwt({ google, account, body }: Call): Promise<JsonObject> {
  const request = checkBody('JwtValidateRequest', body)
  const jwt = textAt(request, 'jwtResource', 'jwt')
  if (jwt !== undefined) await judgeSaveJwt(google, jwt)
  else {
    const json = parsed(textAt(request, 'jsonResource', 'json') ?? '')
    judgePayload(google, account, isObject(json) && isObject(json.payload) ? json.payload : json)
  }
  return {}
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('invalidResource', 'Invalid json: it is not JSON.')
  }
}

function resourcesOf(google: Google, request: SaveRequest): JsonObject {
  const ids = new Set([...request.objectIds, ...request.additions.map(({ resource }) => String(resource.id))])
  const entries = collections.map((collection: Collection) => {
    const found = [...ids].map((id) => find(google.state, collection, id)).filter((stored) => stored !== undefined)
    return [collection.list, found.map((stored) => shown(google, collection, stored))] as const
  })
  return Object.fromEntries(entries.filter(([, items]) => items.length > 0))
}
