import { sql } from 'kysely'
import type { Trx } from '../../platform/database.ts'
import { joinMs } from './schedule.ts'

/**
 * Begins a walk over the devices of each changed campaign: one row, however many they are. A walk of the campaign that
 * waits still is replaced; after one that has reached devices less than 10 seconds ago, it waits for the rest of them.
 *
 * @param changes the log number of the change, by campaign
 */
export async function startWalks(
  trx: Trx,
  customerId: string,
  changes: ReadonlyMap<string, number>,
  at: Date,
): Promise<void> {
  if (changes.size === 0) return
  const campaignIds = [...changes.keys()]
  await trx
    .deleteFrom('push_walks')
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', sql<string>`any(${campaignIds}::text[])`)
    .where('started_at', 'is', null)
    .execute()
  await sql`
    insert into push_walks (customer_id, campaign_id, number, round, pass_type_id, due_at)
    select c.customer_id, c.id, w.number, 0, c.pass_type_id, greatest(${at}::timestamptz, (
      select max(started_at) + ${joinMs} * interval '1 ms' from push_walks x
      where x.customer_id = c.customer_id and x.campaign_id = c.id and x.after_device <> ''))
    from unnest(${campaignIds}::text[], ${[...changes.values()]}::bigint[]) as w (campaign_id, number)
    join campaigns c on c.customer_id = ${customerId} and c.id = w.campaign_id`.execute(trx)
}
