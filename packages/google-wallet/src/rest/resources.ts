import { GoogleApiError, type GoogleWalletError } from '../errors.ts'
import type { ObjectOf, Vertical } from '../verticals.ts'
import { addMessage, type IdentifiedMessage } from './add-message.ts'
import {
  getRequest,
  insertRequest,
  type LinkingVertical,
  listRequest,
  modifyLinkedOffersRequest,
  type PatchOf,
  patchRequest,
  type ResourceOf,
  type Side,
  updateRequest,
} from './requests.ts'
import type { CallOptions, Send } from './send.ts'

/** The classes or the objects of a vertical. Every method throws a `GoogleApiError` if it does not succeed. */
export interface Resources<V extends Vertical, S extends Side> {
  get(id: string, options?: CallOptions): Promise<ResourceOf<V, S>>
  /** `ALREADY_EXISTS` with `unanswered` above 0 may mean the resource that this very call made. */
  insert(resource: ResourceOf<V, S>, options?: CallOptions): Promise<ResourceOf<V, S>>
  /** Changes what is named; null removes, lists are replaced whole. */
  patch(id: string, patch: PatchOf<V, S>, options?: CallOptions): Promise<ResourceOf<V, S>>
  /** Replaces the whole resource: what is missing is erased. */
  update(resource: ResourceOf<V, S>, options?: CallOptions): Promise<ResourceOf<V, S>>
  /** Patches the resource, or inserts it if it does not exist, whoever else does the same at the same time. */
  upsert(resource: ResourceOf<V, S>, options?: CallOptions): Promise<ResourceOf<V, S>>
  /**
   * All classes of an issuer, or all objects of a class, page by page while you iterate.
   *
   * @param parent The issuer's id for classes, the class's for objects.
   */
  list(parent: string, options?: ListOptions): AsyncGenerator<ResourceOf<V, S>, void, undefined>
  /** Shows a message on the passes, and notifies with `messageType: 'TEXT_AND_NOTIFY'`. Never added twice. */
  addMessage(id: string, message: IdentifiedMessage, options?: CallOptions): Promise<ResourceOf<V, S>>
}

export interface LinkedOffers<V extends Vertical> {
  /** Links offers to a loyalty card or event ticket, or ends that. */
  modifyLinkedOffers(
    id: string,
    offers: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    options?: CallOptions,
  ): Promise<ObjectOf<V>>
}

export type Classes<V extends Vertical> = Resources<V, 'class'>
export type Objects<V extends Vertical> = Resources<V, 'object'> &
  (V extends LinkingVertical ? LinkedOffers<V> : unknown)

export interface ListOptions extends CallOptions {
  /** Default 100: how many come with one request. */
  readonly pageSize?: number | undefined
}

export function openResources<V extends Vertical, S extends Side>(send: Send, vertical: V, side: S): Resources<V, S> {
  return {
    get: (id, options) => send(getRequest(vertical, side, id), options),
    insert: (resource, options) => send(insertRequest(vertical, side, resource), options),
    patch: (id, patch, options) => send(patchRequest(vertical, side, id, patch), options),
    update: (resource, options) => send(updateRequest(vertical, side, resource), options),
    upsert: (resource, options) => upsert(send, vertical, side, resource, options),
    list: (parent, options) => list(send, vertical, side, parent, options),
    addMessage: (id, message, options) => addMessage(send, { vertical, side, id }, message, options),
  }
}

export function openObjects<V extends Vertical>(send: Send, vertical: V): Objects<V> {
  const linkedOffers: LinkedOffers<LinkingVertical> = {
    modifyLinkedOffers: (id, offers, options) =>
      send(modifyLinkedOffersRequest(vertical as LinkingVertical, id, offers), options),
  }
  const isLinking = vertical === 'loyalty' || vertical === 'eventTicket'
  return { ...openResources(send, vertical, 'object'), ...(isLinking && linkedOffers) } as Objects<V>
}

/** PATCH, and if there is nothing to patch, POST, and if someone else was faster, PATCH: no GET could be outdated. */
async function upsert<V extends Vertical, S extends Side>(
  send: Send,
  vertical: V,
  side: S,
  resource: ResourceOf<V, S>,
  options?: CallOptions,
): Promise<ResourceOf<V, S>> {
  const { id, ...rest } = resource
  const patch = () => send(patchRequest(vertical, side, id, rest as PatchOf<V, S>), options)
  const insert = () => send(insertRequest(vertical, side, resource), options)
  return patch().catch((error) => {
    if (!isError(error, 'NOT_FOUND', 'CLASS_NOT_FOUND')) throw error
    return insert().catch((refusal) => {
      if (!isError(refusal, 'ALREADY_EXISTS')) throw refusal
      return patch()
    })
  })
}

function isError(error: unknown, ...codes: readonly GoogleWalletError['code'][]): boolean {
  return error instanceof GoogleApiError && codes.includes(error.code)
}

async function* list<V extends Vertical, S extends Side>(
  send: Send,
  vertical: V,
  side: S,
  parent: string,
  { pageSize = 100, ...options }: ListOptions = {},
): AsyncGenerator<ResourceOf<V, S>, void, undefined> {
  let token: string | undefined
  do {
    const page = await send(listRequest(vertical, side, parent, { pageSize, token }), options)
    yield* page.resources ?? []
    const next = page.pagination?.nextPageToken
    // A page that leads to itself would never end.
    token = next === token ? undefined : next
  } while (token !== undefined && token !== '')
}
