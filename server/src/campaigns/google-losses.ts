import type { GoogleCopies } from '../google/copies.ts'
import type { GoogleLoss } from '../google/loss.ts'
import { lossesOf } from '../google/losses.ts'
import { scheduleLosses } from '../google/schedule.ts'
import type { CompiledRevision } from '../passes/content/revision.ts'
import type { CampaignDeps } from './deps.ts'

export interface LossDeps {
  readonly core: CampaignDeps['core']
  readonly google: Pick<CampaignDeps['google'], 'requestsPerSecond'>
}

/** What Google Wallet cannot show of a draft, and turns of its calendar that it cannot follow. */
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
