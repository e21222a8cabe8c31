import { type FieldError, Problem } from '../errors.ts'
import { reviewGoogle } from '../google/review.ts'
import { appendEvents } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import type { Trx } from '../platform/database.ts'
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
 * @throws Problem `invalid_request` with everything that is wrong, `not_found`, `campaign_archived`, `conflict` when the
 *   campaign has been published with other credentials for Google Wallet, or `campaign_unfit` when what it shows by now
 *   is nothing that Google would take
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
      .select(['name', 'google_configuration_id', 'google_personal_in_links', 'state', 'revision'])
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!present) throw unknownCampaign(campaignId)
    const { state, revision, ...before } = present
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
    if (revision !== null && before.google_configuration_id === null && after.google_configuration_id !== null) {
      await checkInForce(core, trx, customerId, campaignId, revision)
    }
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

/** The revision in force was published for Apple Wallet alone: Google has to take it too from now on. */
async function checkInForce(
  { revisions }: CampaignDeps['core'],
  trx: Trx,
  customerId: string,
  campaignId: string,
  number: number,
): Promise<void> {
  const { source, compiled } = await revisions.of(trx, customerId, campaignId, number)
  const errors = reviewGoogle(source, compiled)
  if (errors.length === 0) return
  const detail = `Revision ${number} of campaign ${campaignId}, which is in force, is nothing that Google Wallet would take.`
  const hint = 'Correct each place named in `errors` in the draft, publish it, then give the campaign its credentials.'
  throw new Problem('campaign_unfit', detail, { hint, errors })
}

const settled = (campaignId: string, configurationId: string | null) =>
  new Problem(
    'conflict',
    `Campaign ${campaignId} is published with the wallet configuration ${configurationId}: its passes are that issuer’s.`,
    { hint: 'Google moves no pass to another issuer. Make a new campaign for the other one.' },
  )
