import type { ClassOf, Vertical } from '@billfold/google-wallet'
import { sharedContentAt } from '../../passes/content/sharing.ts'
import { unlessUnfit } from '../../passes/shown.ts'
import { classAnnouncementsOf } from '../announcements.ts'
import { googleClassOf } from '../class-of.ts'
import type { GoogleDeps } from '../deps.ts'
import { type Announced, announcementOf } from './announce.ts'
import type { ClaimedClass } from './claim.ts'
import { sharedDigest } from './digest.ts'
import { mergePatchOf, pathsOf } from './merge-patch.ts'
import type { Unfit } from './outcome.ts'
import { announceablesOf } from './shown-object.ts'
import { tellHolders } from './tell-holders.ts'
import { unless } from './unless.ts'

/** What Google has of a class now. */
export interface SentClass {
  readonly kind: 'accepted'
  readonly sent: boolean
  readonly vertical: Vertical
  readonly revision: number
  readonly digest: Buffer
  readonly announced: Announced
  readonly notified: boolean
  readonly remark: string | undefined
  /** As Google has it after its review; undefined for verticals without one, or if nothing was sent. */
  readonly reviewStatus: string | undefined
}

/**
 * Brings Google's copy of a campaign to the revision in force at this moment of its calendar, and announces to all
 * holders at once what concerns all of them.
 *
 * @throws GoogleApiError, NoPermit
 */
export async function sendClass(
  deps: GoogleDeps,
  claimed: ClaimedClass,
  call: { readonly signal: AbortSignal },
): Promise<SentClass | Unfit> {
  const { core, place, paths } = deps
  const { customerId, campaignId, classId: id } = claimed
  const { db } = core.database
  const at = core.clock.now()
  const { compiled, number } = await core.revisions.of(db, customerId, campaignId, claimed.revision)
  const shared = unlessUnfit(() => sharedContentAt(compiled, at))
  if (!shared) return unfit
  const { wallet } = await deps.clients.of(claimed)
  const { vertical, resource } = googleClassOf(compiled, at, place)
  const content = { ...resource, callbackOptions: { url: deps.callbackUrl(claimed) } }
  const digest = sharedDigest(content)
  const digestOf = (text: string) => sharedDigest(text).toString('base64url')
  const { title = '', fields } = shared
  const announceables = announceablesOf({ fields }, classAnnouncementsOf(compiled, at))
  const { announcement, announced } = announcementOf(announceables, claimed.announced, { title, digestOf })
  const accepted = { kind: 'accepted', vertical, revision: number, digest, announced } as const
  const silent = { notified: false, remark: undefined }
  if (claimed.digest?.equals(digest) && !announcement)
    return { ...accepted, ...silent, sent: false, reviewStatus: undefined }

  const classes = wallet.classes(vertical)
  const options = { ...call, priority: 'open' }
  const ever = await paths.keep(claimed, 'class', pathsOf(content), claimed.classPaths)
  const insert = () => classes.insert({ ...content, id } as ClassOf<Vertical>, options)
  const patch = () => classes.patch(id, mergePatchOf(content, ever), options)
  const answer: ReviewedClass = await (claimed.sentNumber === null
    ? insert().catch(unless('ALREADY_EXISTS', patch))
    : patch().catch(unless('NOT_FOUND', insert)))
  const { messages, reviewStatus, review } = answer
  if (reviewStatus === 'REJECTED' || !announcement)
    return { ...accepted, ...silent, remark: review?.comments, sent: true, reviewStatus }
  const message = { ...announcement, id: `${claimed.sentNumber}-${digestOf(announcement.body).slice(0, 16)}` }
  const told = { resources: classes, id, messages, options }
  return { ...accepted, sent: true, reviewStatus, ...(await tellHolders(told, message, claimed.notifiedAt, at)) }
}

interface ReviewedClass {
  readonly messages?: ClassOf<Vertical>['messages']
  readonly reviewStatus?: string | undefined
  readonly review?: { readonly comments?: string | undefined } | undefined
}

const unfit: Unfit = {
  kind: 'unfit',
  reason: 'ContentUnfit',
  answer: 'The variants that are in force together make content that no wallet takes, so nothing was sent.',
}
