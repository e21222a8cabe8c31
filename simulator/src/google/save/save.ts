import { createHash } from 'node:crypto'
import { textAt } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import type { Google } from '../google.ts'
import { issuerIn } from '../resources/ids.ts'
import { add } from '../resources/insert.ts'
import { shelfOf } from '../resources/stored.ts'
import type { Issuer, Stored } from '../state.ts'
import type { SaveRequest } from './judge-jwt.ts'

/** Adds what a save request brings along, unless somebody has added it meanwhile. */
export function addInline(google: Google, { additions }: SaveRequest): void {
  for (const { collection, resource } of additions) {
    if (!shelfOf(google.state, collection).has(String(resource.id))) add(google, collection, resource)
  }
}

/**
 * Puts objects into the wallet of a Google account, all or none, with what has to be added before and what is linked to
 * them. Whoever has one keeps it.
 * @throws ApiError `permissionDenied` for an account that may not have one of them
 */
export function save(google: Google, request: SaveRequest, account: string): void {
  for (const id of request.objectIds) requirePermission(google, request, id, account)
  addInline(google, request)
  for (const id of request.objectIds) {
    give(google, id, account)
    giveLinked(google, id)
  }
  google.tellHolders(request.objectIds)
}

/** So many linked objects are pushed to a holder; further ones are ignored silently. */
const mostLinked = 50

/** Everybody who has an object gets those that are linked to it (Google Wallet API, *Auto linked passes*). */
export function giveLinked(google: Google, objectId: string): void {
  const { state } = google
  const linked = [state.objects.get(objectId)?.resource.linkedObjectIds ?? []].flat().map(String).slice(0, mostLinked)
  for (const { account } of state.holders.get(objectId) ?? []) for (const id of linked) give(google, id, account)
}

function give(google: Google, objectId: string, account: string): void {
  const { state, clock } = google
  const holders = state.holders.get(objectId) ?? []
  if (holders.some((holder) => holder.account === account)) return
  state.holders.set(objectId, [...holders, { account, savedAtMs: clock.now().getTime() }])
  google.tellIssuer('save', objectId)
}

/** Takes an object out of the wallet of an account; false if it was not there. */
export function remove(google: Google, objectId: string, account: string): boolean {
  const holders = google.state.holders.get(objectId) ?? []
  if (!holders.some((holder) => holder.account === account)) return false
  google.tellHolders([objectId])
  google.state.holders.set(
    objectId,
    holders.filter((holder) => holder.account !== account),
  )
  google.tellIssuer('del', objectId)
  return true
}

function requirePermission({ state }: Google, { additions }: SaveRequest, objectId: string, account: string): void {
  const find = (shelf: ReadonlyMap<string, Stored>, id: unknown) =>
    shelf.get(String(id))?.resource ?? additions.find(({ resource }) => resource.id === id)?.resource
  const issuer = state.issuers.get(issuerIn(objectId))
  const object = find(state.objects, objectId)
  if (!issuer || !object) throw new ApiError('resourceNotFound', `Resource not found: ${objectId}`)
  const passClass = find(state.classes, object.classId)
  if (passClass?.reviewStatus === 'REJECTED') {
    throw new ApiError('permissionDenied', `The class ${passClass.id} has been rejected.`)
  }
  if (!isOpenTo(issuer, account)) {
    throw new ApiError('permissionDenied', 'Issuer has not made this pass available. Only test users can add it.')
  }
  const others = (state.holders.get(objectId) ?? []).filter((holder) => holder.account !== account)
  if (String(passClass?.multipleDevicesAndHoldersAllowedStatus).startsWith('ONE_USER') && others.length > 0) {
    throw new ApiError('permissionDenied', 'This pass has been added by another user already.')
  }
  const restriction = textAt(object, 'saveRestrictions', 'restrictToEmailSha256')?.toLowerCase()
  if (restriction !== undefined && restriction !== sha256(account.toLowerCase())) {
    throw new ApiError('permissionDenied', 'This pass is for another Google account. Contact the issuer.')
  }
}

function isOpenTo({ demoMode, testUsers }: Issuer, account: string): boolean {
  return !demoMode || testUsers.some((user) => user.toLowerCase() === account.toLowerCase())
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
