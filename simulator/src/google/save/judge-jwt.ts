import { isObject, type JsonObject, objectsIn } from '../../json.ts'
import { requireAccess } from '../accounts/access.ts'
import { openServiceAccountJwt } from '../accounts/service-account-jwt.ts'
import { ApiError } from '../api/api-error.ts'
import { type Collection, collections } from '../api/verticals.ts'
import { checkResource } from '../check/check.ts'
import { readBody } from '../check/read.ts'
import type { Google } from '../google.ts'
import { issuerIn } from '../resources/ids.ts'
import { judgeNew } from '../resources/insert.ts'
import { find } from '../resources/stored.ts'
import type { ServiceAccount } from '../state.ts'

/** Links are cut off beyond this (Google Wallet API, *Working with JWTs*: the encoded token's safe length). */
export const longestLinkToken = 1_800
const leewaySeconds = 300

/** What a JWT asks for. */
export interface SaveRequest {
  /** Classes and objects that it brings along and that do not exist yet, classes first. */
  readonly additions: readonly { readonly collection: Collection; readonly resource: JsonObject }[]
  /** The objects to be saved, in its order. */
  readonly objectIds: readonly string[]
}

/**
 * Judges a JWT as "Add to Google Wallet" gets it (Google Wallet API, *Jwt*): signature, claims, spelling of the payload,
 * and every class and object in it.
 * @throws ApiError with every fault of its claims or of its payload
 */
export async function judgeSaveJwt(google: Google, jwt: string): Promise<SaveRequest> {
  const opened = await openServiceAccountJwt(google.state, jwt)
  if ('fault' in opened) throw new ApiError('invalidResource', faults[opened.fault])
  const { account, header, claims } = opened
  const [first, ...others] = faultsOfClaims(header, claims, google.clock.now())
  if (first) throw new ApiError('invalidResource', first, ...others)
  return judgePayload(google, account, claims.payload)
}

const faults = {
  malformed: 'Invalid JWT: it is not a signed JSON web token.',
  'unknown-issuer': 'Invalid JWT: iss is not the e-mail address of a service account.',
  'bad-signature': 'Invalid JWT Signature.',
} as const

function faultsOfClaims(header: JsonObject, claims: JsonObject, at: Date): readonly string[] {
  const now = at.getTime() / 1_000
  const { aud, typ, iat, exp, origins } = claims
  const allOrigins = Array.isArray(origins) && origins.every((origin) => typeof origin === 'string')
  return [
    header.typ !== undefined &&
      header.typ !== 'JWT' &&
      `Invalid JWT: the header's typ ${quoted(header.typ)} is not JWT.`,
    aud !== 'google' && `Invalid JWT: aud ${quoted(aud)} is not "google".`,
    typ !== 'savetowallet' && `Invalid JWT: typ ${quoted(typ)} is not "savetowallet".`,
    !Number.isInteger(iat) && `Invalid JWT: iat ${quoted(iat)} is not a time in seconds since 1970.`,
    Number(iat) > now + leewaySeconds && `Invalid JWT: iat ${quoted(iat)} lies in the future.`,
    exp !== undefined && !(Number(exp) > now) && 'Invalid JWT: it has expired.',
    origins !== undefined && !allOrigins && 'Invalid JWT: origins is not a list of texts.',
    !isObject(claims.payload) && 'Invalid JWT: it has no payload.',
  ].filter((fault) => fault !== false)
}

function quoted(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value)
}

/**
 * Judges a payload: what is in it exists (then its other fields count for nothing) or is there in full.
 * @throws ApiError
 */
export function judgePayload(google: Google, account: ServiceAccount, payload: unknown): SaveRequest {
  const { value, faults } = readBody('Resources', payload)
  const [first, ...others] = faults
  if (first) throw new ApiError('invalidResource', first.message, ...others.map((fault) => fault.message))

  const additions: { collection: Collection; resource: JsonObject }[] = []
  const objectIds: string[] = []
  for (const collection of bySide) {
    for (const item of objectsIn(value[collection.list])) {
      requireAccess(google.state, account, issuerIn(item.id), 'write')
      if (collection.side === 'object') objectIds.push(String(item.id))
      const addition = judgeItem(
        google,
        collection,
        item,
        additions.map(({ resource }) => resource),
      )
      if (addition) additions.push({ collection, resource: addition })
    }
  }
  if (objectIds.length === 0) throw new ApiError('invalidResource', 'Invalid JWT: the payload has no objects.')
  return { additions, objectIds }
}

const bySide = [
  ...collections.filter(({ side }) => side === 'class'),
  ...collections.filter(({ side }) => side === 'object'),
]

/** What has to be added for an item; undefined if it exists. */
function judgeItem(
  google: Google,
  collection: Collection,
  item: JsonObject,
  inline: readonly JsonObject[],
): JsonObject | undefined {
  if (find(google.state, collection, item.id)) return undefined
  const isReference = Object.keys(item).every((key) => key === 'id' || key === 'classId')
  if (isReference && (collection.side === 'object' || collection.vertical !== 'generic')) {
    throw new ApiError('resourceNotFound', `Resource not found: ${item.id}`)
  }
  return judgeNew(google, collection, checkResource(collection, item), inline)
}
