import type { FieldError } from '../errors.ts'
import type { CampaignDeps } from './deps.ts'
import { draftOf, refusedDraft, unkeepable } from './draft.ts'
import { type DraftReview, reviewDraft } from './review-draft.ts'
import { archivedCampaign, type Campaign, findCampaign } from './store.ts'

/**
 * Writes a campaign's draft in place of the former one. It is kept even when it is unfit to publish.
 *
 * @param input what the author sent
 * @param misshapen what the request's schema refuses of it
 * @returns the campaign as it is now, every reason why it cannot be published, and what Google Wallet cannot show of it
 * @throws Problem `not_found`, `campaign_archived`, or `invalid_request` when the draft cannot be kept
 */
export async function putDraft(
  deps: CampaignDeps,
  customerId: string,
  campaignId: string,
  input: unknown,
  misshapen: readonly FieldError[],
): Promise<DraftReview & { campaign: Campaign }> {
  const { database, clock } = deps.core
  const { kind, state, googleConfigurationId } = await findCampaign(database.db, customerId, campaignId)
  if (state === 'archived') throw archivedCampaign(campaignId)
  const draft = draftOf(kind, input)
  const faults = [...misshapen, ...unkeepable(draft)]
  if (faults.length > 0)
    throw await refusedDraft(deps, faults, { customerId, forGoogle: googleConfigurationId !== null, draft, path: '' })
  await database.db
    .updateTable('campaign_drafts')
    .set({ source: JSON.stringify(draft), edited_at: clock.now() })
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .execute()
  const campaign = await findCampaign(database.db, customerId, campaignId)
  return { campaign, ...(await reviewDraft(deps, campaign)) }
}
