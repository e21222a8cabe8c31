import { appendEvents } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import type { RevisionSource } from './content/revision.ts'
import type { Core } from './core.ts'
import { listPasses } from './list.ts'
import { hasOwnExpiry } from './retirement.ts'
import { scheduleTransitions } from './transitions.ts'

export const campaignTurnQueue = 'campaign-turn'
export const rescheduleQueue = 'campaign-reschedule'

export interface CampaignTurn {
  readonly customerId: string
  readonly campaignId: string
  readonly revision: number
  readonly at: string
}

/** The calendar enters or leaves a variant of a campaign: one event, however many passes it has. */
export async function turnCampaign(core: Core, job: CampaignTurn): Promise<void> {
  const { customerId, campaignId } = job
  await transact(core, customerId, async (trx) => {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('revision')
      .where('customer_id', '=', customerId)
      .where('id', '=', campaignId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    // A newer revision has its own calendar.
    if (campaign?.revision !== job.revision) return
    const at = core.clock.now()
    await appendEvents(trx, [
      { customerId, campaignId, type: 'campaign.turned', at, visible: true, data: { due: job.at } },
    ])
  })
}

const pageSize = 500

/**
 * After a publication: passes made before it may have turns ahead that the former revision did not know. Walks the
 * campaign's passes in pages and schedules them. A pass that changes meanwhile schedules itself, and a job too many
 * finds nothing to do, so neither locks nor an exactly-once walk are needed.
 */
export async function rescheduleCampaign(core: Core, job: Omit<CampaignTurn, 'at'>): Promise<void> {
  const { customerId, campaignId, revision } = job
  const { source, compiled } = await core.revisions.of(core.database.db, customerId, campaignId, revision)
  if (!turnsLater(source)) return
  const { db, pool } = core.database
  let after = ''
  for (;;) {
    const passes = await listPasses(
      pool,
      core.keys,
      customerId,
      { campaignId, campaignIds: null },
      { after, limit: pageSize },
    )
    const last = passes.at(-1)
    if (last === undefined || last.revision !== revision) return
    await db.transaction().execute(async (trx) => {
      for (const pass of passes) await scheduleTransitions(core, trx, pass, compiled, core.clock.now())
    })
    after = last.id
  }
}

/** Whether a pass's own facts can turn its content at a later time than that of the fact. */
function turnsLater(source: RevisionSource): boolean {
  if (hasOwnExpiry(source)) return true
  return source.variants.some(({ when }) => when.after !== undefined || when.expired !== undefined)
}
