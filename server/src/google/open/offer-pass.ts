import { setTimeout as sleep } from 'node:timers/promises'
import type { SavePass, Vertical } from '@billfold/google-wallet'
import type { Pass } from '../../passes/pass.ts'
import { faultOf } from '../sync/faults.ts'
import type { OpenedObject } from '../sync/want.ts'
import type { GoogleLinkDeps } from './deps.ts'
import { fatLink } from './fat-link.ts'
import type { CampaignIssuer } from './issuer-of.ts'
import { saveLink } from './save-link.ts'

export type Offer =
  /** Whoever opens it can save the pass. */
  | { readonly kind: 'link'; readonly url: string }
  /** Google will have the pass in a moment. */
  | { readonly kind: 'wait' }
  /** Google refuses the pass, its class, or us: that takes a person, or a change. */
  | { readonly kind: 'unavailable' }

/** So long somebody who opens a link waits for Google. */
const patienceMs = 2000
const lookEveryMs = 100

/**
 * The address at which a pass can be saved in Google Wallet. A pass that Google has needs only its id there; one that it
 * has not is inserted at once, if the budget has room for it. Failing that, the address holds the pass itself, if it is
 * short and nothing in it has to stay out of addresses.
 *
 * @param opened what opening the link has found; what it has claimed is sent here
 */
export async function offerPass(
  deps: GoogleLinkDeps,
  pass: Pass,
  issuer: CampaignIssuer,
  opened: OpenedObject,
): Promise<Offer> {
  const isKnown = opened.known || (await comesToBeKnown(deps, pass, opened))
  const { customerId, campaignId } = pass
  const owner = { customerId, configurationId: issuer.configurationId }
  const [ofClass, object, fault] = await Promise.all([
    selectClass(deps, customerId, campaignId),
    selectObject(deps, customerId, pass.id),
    faultOf(deps.core.database.db, owner),
  ])
  const { objectId } = opened
  if (isKnown && ofClass?.vertical) {
    const { classId, vertical } = ofClass
    const skinny = { vertical: vertical as Vertical, object: { id: objectId, classId } } as SavePass
    return { kind: 'link', url: (await saveLink(deps, owner, skinny)).url }
  }
  const isRefused = object?.due_at === null || (ofClass?.sent_number === null && ofClass.due_at === null)
  if (isRefused || fault?.kind === 'stopped') return { kind: 'unavailable' }
  if (!ofClass) return { kind: 'wait' }
  const known = { classId: ofClass.classId, isKnown: ofClass.sent_number !== null }
  const url = await fatLink(deps, pass, issuer, { objectId, ofClass: known })
  return url === undefined ? { kind: 'wait' } : { kind: 'link', url }
}

/** Sends what was claimed, or waits for who is at it. Whatever comes later than the patience lasts goes on by itself. */
async function comesToBeKnown(deps: GoogleLinkDeps, pass: Pass, { claimed, underWay }: OpenedObject): Promise<boolean> {
  if (claimed) {
    const sent = deps.sender.sendNow(claimed, pass).then(
      ({ kind }) => kind === 'accepted',
      () => false,
    )
    return Promise.race([sent, sleep(patienceMs, false, { ref: false })])
  }
  for (let waitedMs = 0; underWay && waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await sleep(lookEveryMs)
    const object = await selectObject(deps, pass.customerId, pass.id)
    if (object?.sent_number !== null) return true
    if (object.due_at === null) return false
  }
  return false
}

const selectObject = ({ core }: GoogleLinkDeps, customerId: string, passId: string) =>
  core.database.db
    .selectFrom('google_objects')
    .select(['sent_number', 'due_at'])
    .where('customer_id', '=', customerId)
    .where('pass_id', '=', passId)
    .executeTakeFirst()

const selectClass = ({ core }: GoogleLinkDeps, customerId: string, campaignId: string) =>
  core.database.db
    .selectFrom('google_classes')
    .select(['class_id as classId', 'vertical', 'sent_number', 'due_at'])
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
