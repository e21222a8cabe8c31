import { copiesOf, type GoogleCopies } from '../google/copies.ts'
import type { GoogleLoss } from '../google/loss.ts'
import { lossesOf } from '../google/losses.ts'
import { scheduleLosses } from '../google/schedule.ts'
import {
  type CompiledRevision,
  compileRevision,
  type RevisionSource,
  reviewRevision,
} from '../passes/content/revision.ts'
import type { CampaignDeps } from './deps.ts'
import type { Campaign } from './store.ts'

export interface LossDeps {
  readonly core: CampaignDeps['core']
  readonly google: Pick<CampaignDeps['google'], 'requestsPerSecond'>
}

/**
 * What Google Wallet cannot show of a campaign's draft, and turns of its calendar that it cannot follow. Nothing if the
 * campaign has no passes there, and while the draft is not fit for any wallet.
 */
export async function googleLossesOf(
  deps: LossDeps,
  { customerId, id, googleConfigurationId, draft }: Campaign,
): Promise<GoogleLoss[]> {
  if (googleConfigurationId === null || reviewRevision(draft).length > 0) return []
  const revision = compileRevision(draft as RevisionSource)
  return revisionLosses(deps, revision, await copiesOf(deps.core.database.db, customerId, id))
}

/** The same of a draft that is compiled already. */
export function revisionLosses(
  { core, google }: LossDeps,
  revision: CompiledRevision,
  { objects }: GoogleCopies,
): GoogleLoss[] {
  return [
    ...lossesOf(revision),
    ...scheduleLosses(revision, { objects, requestsPerSecond: google.requestsPerSecond }, core.clock.now()),
  ]
}
