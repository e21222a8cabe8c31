import { appendEvents } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import type { Trx } from '../platform/database.ts'
import { campaignTurnQueue, rescheduleQueue } from './campaign-jobs.ts'
import { compileRevision, type RevisionSource } from './content/revision.ts'
import { calendarTransitionsAfter } from './content/transitions.ts'
import type { Core } from './core.ts'
import { campaignRetiresAt } from './retirement.ts'

/** Longer than any transaction of a pass may take. */
const secondWalkAfterMs = 60_000

/**
 * Puts a revision in force for all passes of a locked campaign, whatever their number: one row inserted, one updated,
 * one event. What the calendar and the passes' own facts will turn later becomes jobs.
 *
 * @param source fit to publish: reviewed by the caller
 * @returns the new revision's number
 */
export async function publishRevision(
  core: Core,
  trx: Trx,
  campaign: { customerId: string; id: string; revision: number | null },
  source: RevisionSource,
  at: Date,
): Promise<number> {
  const number = (campaign.revision ?? 0) + 1
  const { customerId, id: campaignId } = campaign
  const row = {
    customer_id: customerId,
    campaign_id: campaignId,
    number,
    source: JSON.stringify(source),
    published_at: at,
  }
  await trx.insertInto('revisions').values(row).execute()
  await trx
    .updateTable('campaigns')
    .set({ revision: number, state: 'published' })
    .where('customer_id', '=', customerId)
    .where('id', '=', campaignId)
    .execute()
  await appendEvents(trx, [
    { customerId, campaignId, type: 'campaign.published', at, visible: true, audit: true, data: { revision: number } },
  ])
  const retires = campaignRetiresAt(source)
  const turns = calendarTransitionsAfter(compileRevision(source), at)
  for (const due of retires !== undefined && retires > at ? [...turns, retires] : turns) {
    await core.jobs.send(
      trx,
      campaignTurnQueue,
      { customerId, campaignId, revision: number, at: due.toISOString() },
      { at: due },
    )
  }
  if (campaign.revision !== null) {
    const job = { customerId, campaignId, revision: number }
    await core.jobs.send(trx, rescheduleQueue, job)
    // Once more for passes whose change was under way, under the former revision, when the first walk came by.
    await core.jobs.send(trx, rescheduleQueue, job, { at: new Date(at.getTime() + secondWalkAfterMs) })
  }
  return number
}

/** Archives a campaign: its links open no more; passes that exist stay as they are. Says whether it was there. */
export function archiveCampaign(core: Core, customerId: string, campaignId: string): Promise<boolean> {
  const at = core.clock.now()
  return transact(core, customerId, async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('state')
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!campaign || campaign.state === 'archived') return campaign !== undefined
    await trx
      .updateTable('campaigns')
      .set({ state: 'archived' })
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .execute()
    await appendEvents(trx, [{ customerId, campaignId, type: 'campaign.archived', at, visible: false, audit: true }])
    return true
  })
}
