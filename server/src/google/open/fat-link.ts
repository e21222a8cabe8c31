import type { SavePass } from '@billfold/google-wallet'
import { contentOf } from '../../passes/content/content-of.ts'
import { canonicalJson } from '../../passes/content/json.ts'
import { type Pass, stateOf } from '../../passes/pass.ts'
import type { Revision } from '../../passes/revisions.ts'
import { unlessUnfit } from '../../passes/shown.ts'
import { stateForAnybody } from '../../passes/state-for-anybody.ts'
import type { BudgetOwner } from '../budget/lease-slice.ts'
import { googleClassOf } from '../class-of.ts'
import { type GoogleObject, googleObjectOf } from '../object-of.ts'
import type { GoogleLinkDeps } from './deps.ts'
import type { CampaignIssuer } from './issuer-of.ts'
import { saveLink } from './save-link.ts'

/** What Google knows of a pass's class. */
interface KnownClass {
  readonly classId: string
  readonly isKnown: boolean
}

/**
 * An address that holds the pass itself, and its class if Google lacks that, so that it can be saved while Google cannot
 * be asked. Undefined where there can be none: it would be too long, its barcode's secret would stand in it, or something
 * personal, unless the campaign allows that.
 */
export async function fatLink(
  deps: GoogleLinkDeps,
  pass: Pass,
  issuer: CampaignIssuer,
  { objectId: id, ofClass }: { objectId: string; ofClass: KnownClass },
): Promise<string | undefined> {
  const { core } = deps
  const at = core.clock.now()
  const revision = await core.revisions.of(core.database.db, pass.customerId, pass.campaignId, pass.revision)
  const shown = unlessUnfit(() => objectOf(deps, revision, pass, at))
  if (!shown || shown.barcodeTurns || (shown.isPersonal && !issuer.personalInLinks)) return undefined
  const { vertical, resource } = shown.object
  const owner = { customerId: pass.customerId, configurationId: issuer.configurationId }
  const { classId } = ofClass
  const classResource = ofClass.isKnown ? {} : { classResource: classOf(deps, owner, revision, classId, at) }
  const what = { vertical, object: { ...resource, id, classId }, ...classResource } as SavePass
  const link = await saveLink(deps, owner, what)
  return link.isTooLong ? undefined : link.url
}

function classOf(deps: GoogleLinkDeps, owner: BudgetOwner, { compiled }: Revision, id: string, at: Date): object {
  const { vertical, resource } = googleClassOf(compiled, at, deps.place)
  const reviewStatus = vertical === 'generic' ? {} : { reviewStatus: 'UNDER_REVIEW' }
  return { ...resource, id, callbackOptions: { url: deps.callbackUrl(owner) }, ...reviewStatus }
}

function objectOf(
  { place }: GoogleLinkDeps,
  { compiled }: Revision,
  pass: Pass,
  at: Date,
): { readonly object: GoogleObject; readonly barcodeTurns: boolean; readonly isPersonal: boolean } {
  const content = contentOf(compiled, stateOf(pass), at)
  const object = googleObjectOf(content, compiled, at, place)
  const ofAnybody = googleObjectOf(contentOf(compiled, stateForAnybody(compiled, pass), at), compiled, at, place)
  return {
    object,
    barcodeTurns: content.barcode?.rotating !== undefined,
    // Whatever is another with the author's samples in place of personal tokens, tells of them.
    isPersonal: canonicalJson(object.resource) !== canonicalJson(ofAnybody.resource),
  }
}
