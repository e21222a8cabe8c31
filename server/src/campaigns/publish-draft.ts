import { sql } from 'kysely'
import { type FieldError, Problem } from '../errors.ts'
import type { GoogleLoss } from '../google/loss.ts'
import { transact } from '../log/transact.ts'
import type { RevisionSource } from '../passes/content/revision.ts'
import { publishRevision } from '../passes/publish.ts'
import type { Trx } from '../platform/database.ts'
import type { CampaignDeps } from './deps.ts'
import { type DraftReview, reviewDraft } from './review-draft.ts'
import { archivedCampaign, type Campaign, findCampaign } from './store.ts'

/**
 * Puts a campaign's draft in force for all its passes. A draft that is in force already makes no new revision.
 *
 * @param options.acceptGoogleLosses whether Google Wallet may come too late for some turns of the calendar
 * @returns the revision in force now, whether it is new, and what the wallets make of it
 * @throws Problem `campaign_unfit` with every reason, `google_schedule_too_fast`, `not_found`, `campaign_archived`, or
 *   `conflict` when the draft or the campaign is changed meanwhile
 */
export async function publishDraft(
  deps: CampaignDeps,
  customerId: string,
  campaignId: string,
  { acceptGoogleLosses = false }: { acceptGoogleLosses?: boolean | undefined } = {},
): Promise<Pick<DraftReview, 'warnings' | 'losses'> & { revision: number; created: boolean }> {
  const { core } = deps
  const campaign = await findCampaign(core.database.db, customerId, campaignId)
  if (campaign.state === 'archived') throw archivedCampaign(campaignId)
  // Before the transaction, which then makes sure that the draft is still the same.
  const { issues, warnings, losses } = await reviewDraft(deps, campaign)
  if (campaign.revision !== null && !campaign.draftDiffers) {
    return { revision: campaign.revision, created: false, warnings, losses }
  }
  if (issues.length > 0) throw unfit(issues)
  const tooFast = losses.filter(({ code }) => code === 'google_schedule_too_fast')
  if (tooFast.length > 0 && !acceptGoogleLosses) throw scheduleTooFast(tooFast)
  const revision = await transact(core, customerId, async (trx) => {
    if (!(await lockReviewed(trx, campaign))) {
      throw new Problem('conflict', `Campaign ${campaignId} was changed or published while it was being reviewed.`, {
        hint: 'Look at the draft as it is now, and publish again.',
      })
    }
    return publishRevision(core, trx, campaign, campaign.draft as RevisionSource, core.clock.now())
  })
  return { revision, created: true, warnings, losses }
}

const unfit = (errors: readonly FieldError[]) =>
  new Problem(
    'campaign_unfit',
    `The draft cannot be published, for ${errors.length} ${errors.length === 1 ? 'reason' : 'reasons'}.`,
    { errors },
  )

const scheduleTooFast = (losses: readonly GoogleLoss[]) =>
  new Problem('google_schedule_too_fast', 'The calendar turns faster than Google Wallet can be told of all passes.', {
    errors: losses.map(({ fix = '', ...loss }) => ({ ...loss, fix })),
  })

/** Locks the campaign, and says whether it and its draft are still what was reviewed. */
async function lockReviewed(trx: Trx, campaign: Campaign): Promise<boolean> {
  const row = await trx
    .selectFrom('campaigns as c')
    .innerJoin('campaign_drafts as d', (join) =>
      join.onRef('d.customer_id', '=', 'c.customer_id').onRef('d.campaign_id', '=', 'c.id'),
    )
    .select(['c.state', 'c.revision', sql<boolean>`d.source = ${JSON.stringify(campaign.draft)}::jsonb`.as('same')])
    .where('c.customer_id', '=', campaign.customerId)
    .where('c.id', '=', campaign.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row?.same === true && row.state === campaign.state && row.revision === campaign.revision
}
