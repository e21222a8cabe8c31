import type { ObjectOf, Vertical } from '@billfold/google-wallet'
import type { Pass } from '../../passes/pass.ts'
import type { GoogleDeps } from '../deps.ts'
import { type Announced, announcementOf } from './announce.ts'
import type { ClaimedObject } from './claim.ts'
import { digestsOf } from './digest.ts'
import { mergePatchOf, type Path, pathsOf } from './merge-patch.ts'
import type { Unfit } from './outcome.ts'
import { shownObject } from './shown-object.ts'
import { tellHolders } from './tell-holders.ts'
import { unless } from './unless.ts'

/** An object with all that is needed to send it. */
export interface ObjectToSend {
  readonly claimed: ClaimedObject
  readonly pass: Pass
  /** What its campaign is at Google. */
  readonly ofClass: { readonly classId: string; readonly objectPaths: readonly Path[] }
}

/** What Google has of an object now. */
export interface SentObject {
  readonly kind: 'accepted'
  /** Whether anything had to be sent. */
  readonly sent: boolean
  readonly digest: Buffer
  readonly announced: Announced
  readonly notified: boolean
  /** What Google says against the announcement, though not against the pass. */
  readonly remark: string | undefined
  /** Whether anybody has it; undefined if nothing was sent. */
  readonly hasUsers: boolean | undefined
}

const unfit: Unfit = {
  kind: 'unfit',
  reason: 'TokensUnfit',
  answer: 'The tokens of the pass do not fit the campaign’s revision, so nothing was sent: Google keeps what it has.',
}

/**
 * Brings Google's copy of a pass to what the pass shows now, and tells its holders what is announced of the change. What
 * Google has already is not sent again.
 *
 * @throws GoogleApiError, NoPermit: nothing is known of what Google has then
 */
export async function sendObject(
  deps: GoogleDeps,
  { claimed, pass, ofClass }: ObjectToSend,
  call: { readonly signal: AbortSignal },
): Promise<SentObject | Unfit> {
  const at = deps.core.clock.now()
  const shown = await shownObject(deps, deps.core.database.db, pass, at)
  if (!shown) return unfit
  const digests = digestsOf(pass)
  const digest = digests.ofResource(shown.object.resource)
  const { title, announceables } = shown
  const digestOf = digests.ofText
  const { announcement, announced } = announcementOf(announceables, claimed.announced, { title, digestOf })
  const accepted = { kind: 'accepted', digest, announced } as const
  if (claimed.digest?.equals(digest) && !announcement) {
    return { ...accepted, sent: false, notified: false, remark: undefined, hasUsers: undefined }
  }
  const { wallet } = await deps.clients.of(claimed)
  const objects = wallet.objects(shown.object.vertical)
  const options = { ...call, priority: claimed.priority }
  const { objectId: id } = claimed
  const content = { ...shown.object.resource, classId: ofClass.classId }
  const ever = await deps.paths.keep(claimed, 'object', pathsOf(content), ofClass.objectPaths)
  const insert = () => objects.insert({ ...content, id } as ObjectOf<Vertical>, options)
  const patch = () => objects.patch(id, mergePatchOf(content, ever), options)
  const { messages, hasUsers } = await (claimed.sentNumber === null
    ? insert().catch(unless('ALREADY_EXISTS', patch))
    : patch().catch(unless('NOT_FOUND', insert)))
  // Who does not have it needs not be told of what they will see when they do.
  if (!announcement || hasUsers === false) {
    return { ...accepted, sent: true, notified: false, remark: undefined, hasUsers }
  }
  const message = { ...announcement, id: `${claimed.sentNumber}-${digestOf(announcement.body).slice(0, 16)}` }
  const told = { resources: objects, id, messages, options }
  return { ...accepted, sent: true, hasUsers, ...(await tellHolders(told, message, claimed.notifiedAt, at)) }
}
