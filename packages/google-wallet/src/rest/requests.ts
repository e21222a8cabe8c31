/** The requests of the REST API (Google Wallet API, REST), each as data: nothing is sent here. */
import type {
  AddMessageRequest,
  Issuer,
  JwtInsertResponse,
  JwtValidateRequest,
  JwtValidateResponse,
  Message,
  ModifyLinkedOfferObjectsRequest,
  Permissions,
  RotatingBarcodeValues,
  Schemas,
  SetPassUpdateNoticeRequest,
  SetPassUpdateNoticeResponse,
  SmartTap,
  UploadPrivateImageResponse,
} from '../generated/types.ts'
import { type ClassOf, type ObjectOf, type Vertical, verticals } from '../verticals.ts'
import { type ClassPatch, type ObjectPatch, type Patch, reviewed, withoutReadOnly } from './bodies.ts'

/** One request and what its answer is: `T`. */
export interface WalletRequest<T = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  /** With the query, below the base URL. */
  readonly path: string
  /** JSON, or bytes with their media type. */
  readonly body?: { readonly json: unknown } | { readonly bytes: Uint8Array<ArrayBuffer>; readonly mediaType: string }
  /** The schema of the answer. */
  readonly answer: string
  /** False if sending it twice does something twice. */
  readonly isRepeatable: boolean
  /** It may notify people, which Google allows three times a day for each pass. */
  readonly notifies?: boolean
  /** Only in types: what the answer is. */
  readonly value?: T
}

export type Side = 'class' | 'object'
export type ResourceOf<V extends Vertical, S extends Side> = S extends 'class' ? ClassOf<V> : ObjectOf<V>
export type PatchOf<V extends Vertical, S extends Side> = S extends 'class' ? ClassPatch<V> : ObjectPatch<V>

const root = '/walletobjects/v1'

function collection(vertical: Vertical, side: Side): string {
  const { classCollection, objectCollection } = verticals[vertical]
  return `${root}/${side === 'class' ? classCollection : objectCollection}`
}

const answerOf = (vertical: Vertical, side: Side) => verticals[vertical][side]
const one = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

export function getRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  id: string,
): WalletRequest<ResourceOf<V, S>> {
  const path = one(collection(vertical, side), id)
  return { method: 'GET', path, answer: answerOf(vertical, side), isRepeatable: true }
}

export interface Page<T> {
  readonly resources?: readonly T[] | undefined
  readonly pagination?: { readonly nextPageToken?: string | undefined } | undefined
}

/** @param parent The issuer's id for classes, the class's for objects. */
export function listRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  parent: string,
  { pageSize, token }: { readonly pageSize: number; readonly token?: string | undefined },
): WalletRequest<Page<ResourceOf<V, S>>> {
  const query = new URLSearchParams({
    [side === 'class' ? 'issuerId' : 'classId']: parent,
    maxResults: String(pageSize),
    ...(token !== undefined && { token }),
  })
  const path = `${collection(vertical, side)}?${query}`
  return { method: 'GET', path, answer: `${answerOf(vertical, side)}ListResponse`, isRepeatable: true }
}

export function insertRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  resource: ResourceOf<V, S>,
): WalletRequest<ResourceOf<V, S>> {
  const path = collection(vertical, side)
  return { ...writing(vertical, side, resource), method: 'POST', path }
}

export function patchRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  id: string,
  patch: PatchOf<V, S>,
): WalletRequest<ResourceOf<V, S>> {
  const path = one(collection(vertical, side), id)
  return { ...writing<V, S>(vertical, side, patch), method: 'PATCH', path }
}

export function updateRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  resource: ResourceOf<V, S>,
): WalletRequest<ResourceOf<V, S>> {
  const path = one(collection(vertical, side), resource.id)
  return { ...writing(vertical, side, resource), method: 'PUT', path }
}

/** Repeating a write is safe: a second insert is refused, and of changes the last one wins. */
function writing<V extends Vertical, S extends Side>(vertical: V, side: S, resource: object) {
  const body = withoutReadOnly(resource)
  const notifies = 'notifyPreference' in body && body.notifyPreference === 'NOTIFY_ON_UPDATE'
  return {
    body: { json: side === 'class' ? reviewed(vertical, body) : body },
    answer: answerOf(vertical, side),
    isRepeatable: true,
    notifies,
  } as const
}

export function addMessageRequest<V extends Vertical, S extends Side>(
  vertical: V,
  side: S,
  id: string,
  message: Message,
): WalletRequest<{ readonly resource?: ResourceOf<V, S> }> {
  const json: AddMessageRequest = { message }
  return {
    method: 'POST',
    path: `${one(collection(vertical, side), id)}/addMessage`,
    body: { json },
    answer: `${answerOf(vertical, side)}AddMessageResponse`,
    isRepeatable: false,
    notifies: message.messageType === 'TEXT_AND_NOTIFY',
  }
}

/** Verticals whose objects can have offers linked. */
export type LinkingVertical = 'loyalty' | 'eventTicket'

export function modifyLinkedOffersRequest<V extends LinkingVertical>(
  vertical: V,
  id: string,
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): WalletRequest<ObjectOf<V>> {
  const json: ModifyLinkedOfferObjectsRequest = {
    linkedOfferObjectIds: { addLinkedOfferObjectIds: add, removeLinkedOfferObjectIds: remove },
  }
  const path = `${one(collection(vertical, 'object'), id)}/modifyLinkedOfferObjects`
  return { method: 'POST', path, body: { json }, answer: answerOf(vertical, 'object'), isRepeatable: true }
}

/** Only one object may show the image, in `imageModulesData`, as `{ privateImageId }`. */
export function uploadPrivateImageRequest(
  issuerId: string,
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: string,
): WalletRequest<UploadPrivateImageResponse> {
  const path = `/upload${one(`${root}/privateContent`, issuerId)}/uploadPrivateImage?uploadType=media`
  const answer = 'UploadPrivateImageResponse'
  return { method: 'POST', path, body: { bytes, mediaType }, answer, isRepeatable: true }
}

export function uploadRotatingBarcodeValuesRequest(
  objectId: string,
  values: RotatingBarcodeValues,
): WalletRequest<object> {
  const path = `/upload${one(collection('transit', 'object'), objectId)}/uploadRotatingBarcodeValues?uploadType=media`
  return { method: 'POST', path, body: { json: values }, answer: '', isRepeatable: true }
}

export function downloadRotatingBarcodeValuesRequest(objectId: string): WalletRequest<RotatingBarcodeValues> {
  const path = `${one(collection('transit', 'object'), objectId)}/downloadRotatingBarcodeValues?alt=media`
  return { method: 'GET', path, answer: 'RotatingBarcodeValues', isRepeatable: true }
}

export function getIssuerRequest(issuerId: string): WalletRequest<Issuer> {
  return { method: 'GET', path: one(`${root}/issuer`, issuerId), answer: 'Issuer', isRepeatable: true }
}

export function listIssuersRequest(): WalletRequest<Schemas['IssuerListResponse']> {
  return { method: 'GET', path: `${root}/issuer`, answer: 'IssuerListResponse', isRepeatable: true }
}

/** Google makes the id, so sending it twice makes two issuers. */
export function insertIssuerRequest(issuer: Issuer): WalletRequest<Issuer> {
  return { method: 'POST', path: `${root}/issuer`, body: { json: issuer }, answer: 'Issuer', isRepeatable: false }
}

export function patchIssuerRequest(issuerId: string, patch: Patch<Issuer>): WalletRequest<Issuer> {
  const path = one(`${root}/issuer`, issuerId)
  return { method: 'PATCH', path, body: { json: patch }, answer: 'Issuer', isRepeatable: true }
}

export function updateIssuerRequest(issuerId: string, issuer: Issuer): WalletRequest<Issuer> {
  const path = one(`${root}/issuer`, issuerId)
  return { method: 'PUT', path, body: { json: issuer }, answer: 'Issuer', isRepeatable: true }
}

export function getPermissionsRequest(issuerId: string): WalletRequest<Permissions> {
  return { method: 'GET', path: one(`${root}/permissions`, issuerId), answer: 'Permissions', isRepeatable: true }
}

/** Replaces the whole list. */
export function updatePermissionsRequest(issuerId: string, permissions: Permissions): WalletRequest<Permissions> {
  const path = one(`${root}/permissions`, issuerId)
  return { method: 'PUT', path, body: { json: permissions }, answer: 'Permissions', isRepeatable: true }
}

/** For tokens that are too long for a link. */
export function insertJwtRequest(jwt: string): WalletRequest<JwtInsertResponse> {
  return {
    method: 'POST',
    path: `${root}/jwt`,
    body: { json: { jwt } },
    answer: 'JwtInsertResponse',
    isRepeatable: true,
  }
}

/** Has Google judge a token, or claims that are not signed yet, without saving anything. */
export function validateJwtRequest(
  what: { readonly jwt: string } | { readonly claims: object },
): WalletRequest<JwtValidateResponse> {
  const json: JwtValidateRequest =
    'jwt' in what ? { jwtResource: { jwt: what.jwt } } : { jsonResource: { json: JSON.stringify(what.claims) } }
  return {
    method: 'POST',
    path: `${root}/jwt/validate`,
    body: { json },
    answer: 'JwtValidateResponse',
    isRepeatable: true,
  }
}

export function insertSmartTapRequest(smartTap: SmartTap): WalletRequest<SmartTap> {
  return { method: 'POST', path: `${root}/smartTap`, body: { json: smartTap }, answer: 'SmartTap', isRepeatable: false }
}

/** Of generic private passes. */
export function setPassUpdateNoticeRequest(
  notice: SetPassUpdateNoticeRequest,
): WalletRequest<SetPassUpdateNoticeResponse> {
  const path = `${root}/privateContent/setPassUpdateNotice`
  return { method: 'POST', path, body: { json: notice }, answer: 'SetPassUpdateNoticeResponse', isRepeatable: true }
}
