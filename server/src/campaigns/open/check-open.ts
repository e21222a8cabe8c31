import { Problem } from '../../errors.ts'
import type { Core } from '../../passes/core.ts'
import type { OpenedLink } from '../links/token.ts'
import { findCampaign } from '../store.ts'

/**
 * Whether a link's campaign gives out passes, for who only asks: nothing is written.
 *
 * @throws Problem `not_found`, `campaign_unpublished` or `campaign_archived`, as opening the link would
 */
export async function checkOpen({ database }: Core, { customerId, campaignId }: OpenedLink): Promise<void> {
  const { state } = await findCampaign(database.db, customerId, campaignId)
  if (state === 'draft') throw new Problem('campaign_unpublished', `Campaign ${campaignId} has not been published yet.`)
  if (state === 'archived') throw new Problem('campaign_archived', `Campaign ${campaignId} is archived.`)
}
