import type { FieldError } from '../errors.ts'
import type { CampaignDeps } from './deps.ts'
import { draftOf } from './draft.ts'
import { reviewDraft } from './review-draft.ts'
import type { DraftInput } from './schema.ts'
import { archivedCampaign, type Campaign, findCampaign } from './store.ts'

/**
 * Writes a campaign's draft in place of the former one. It is kept even when it is unfit to publish.
 *
 * @returns the campaign as it is now, and every reason why it cannot be published
 * @throws Problem `not_found` or `campaign_archived`
 */
export async function putDraft(
  deps: CampaignDeps,
  customerId: string,
  campaignId: string,
  input: DraftInput,
): Promise<{ campaign: Campaign; issues: FieldError[] }> {
  const { database, clock } = deps.core
  const { kind, state } = await findCampaign(database.db, customerId, campaignId)
  if (state === 'archived') throw archivedCampaign(campaignId)
  await database.db
    .updateTable('campaign_drafts')
    .set({ source: JSON.stringify(draftOf(kind, input)), edited_at: clock.now() })
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .execute()
  const campaign = await findCampaign(database.db, customerId, campaignId)
  return { campaign, issues: await reviewDraft(deps, campaign) }
}
