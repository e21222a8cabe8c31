import { type FieldError, Problem } from '../errors.ts'
import { appendEvents } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import { namedConfiguration } from './configurations.ts'
import type { CampaignDeps } from './deps.ts'
import type { CampaignChanges } from './schema.ts'
import { archivedCampaign, type Campaign, findCampaign, unknownCampaign } from './store.ts'

/**
 * Renames a campaign, or sets what it needs for Google Wallet. What is left out stays; nothing happens when nothing
 * would change.
 *
 * @param misshapen what the request's schema refuses of the changes
 * @throws Problem `invalid_request` with everything that is wrong, `not_found`, `campaign_archived`, or `conflict` when
 *   the campaign has been published with other credentials for Google Wallet
 */
export async function changeCampaign(
  { core }: Pick<CampaignDeps, 'core'>,
  customerId: string,
  campaignId: string,
  changes: CampaignChanges,
  misshapen: readonly FieldError[],
): Promise<Campaign> {
  const { database, clock } = core
  await checkChanges(core, customerId, changes, misshapen)
  await transact(core, customerId, async (trx) => {
    const present = await trx
      .selectFrom('campaigns')
      .select(['name', 'google_configuration_id', 'google_personal_in_links', 'state'])
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!present) throw unknownCampaign(campaignId)
    const { state, ...before } = present
    if (state === 'archived') throw archivedCampaign(campaignId)
    const after = {
      name: changes.name ?? before.name,
      google_configuration_id:
        changes.googleConfigurationId === undefined ? before.google_configuration_id : changes.googleConfigurationId,
      google_personal_in_links: changes.googlePersonalInLinks ?? before.google_personal_in_links,
    }
    const isSettled = state === 'published' && before.google_configuration_id !== null
    if (isSettled && after.google_configuration_id !== before.google_configuration_id) {
      throw settled(campaignId, before.google_configuration_id)
    }
    if (JSON.stringify(after) === JSON.stringify(before)) return
    await trx
      .updateTable('campaigns')
      .set(after)
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .execute()
    const data = {
      name: after.name,
      googleConfigurationId: after.google_configuration_id,
      googlePersonalInLinks: after.google_personal_in_links,
    }
    await appendEvents(trx, [
      { customerId, campaignId, type: 'campaign.changed', at: clock.now(), visible: false, audit: true, data },
    ])
  })
  return findCampaign(database.db, customerId, campaignId)
}

async function checkChanges(
  { database }: Pick<CampaignDeps, 'core'>['core'],
  customerId: string,
  changes: Partial<CampaignChanges> | null,
  misshapen: readonly FieldError[],
): Promise<void> {
  const id = changes?.googleConfigurationId ?? undefined
  const named =
    id === undefined ? { faults: [] } : await namedConfiguration(database.db, 'google', customerId, id, misshapen)
  const faults = [...misshapen, ...named.faults]
  if (faults.length > 0) throw invalidRequest(faults)
}

const settled = (campaignId: string, configurationId: string | null) =>
  new Problem(
    'conflict',
    `Campaign ${campaignId} is published with the wallet configuration ${configurationId}: its passes are that issuer’s.`,
    { hint: 'Google moves no pass to another issuer. Make a new campaign for the other one.' },
  )
