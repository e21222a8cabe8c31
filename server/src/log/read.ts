import { sql } from 'kysely'
import type { Db, Selectable } from '../platform/database.ts'
import type { LogTable } from './tables.ts'

/** An event as it leaves Billfold: numbered, in order, without personal data. */
export interface LoggedEvent {
  readonly number: number
  readonly id: string
  readonly type: string
  readonly passId: string | null
  readonly campaignId: string | null
  readonly at: Date
  readonly data: object
}

/**
 * A customer's events with a number above `after`, in their order: the one way to follow the log. A reader that keeps
 * the last number it has dealt with misses nothing and sees each event at least once.
 */
export async function readLog(
  db: Db,
  customerId: string,
  range: { after: number; limit: number; passId?: string; types?: readonly string[]; campaignIds?: readonly string[] },
): Promise<LoggedEvent[]> {
  let query = db
    .selectFrom('log')
    .select(['number', 'id', 'type', 'pass_id', 'campaign_id', 'at', 'data'])
    .where('customer_id', '=', customerId)
    .where('number', '>', range.after)
    .orderBy('number')
    .limit(range.limit)
  if (range.passId !== undefined) query = query.where('pass_id', '=', range.passId)
  if (range.types !== undefined) query = query.where('type', '=', sql<string>`any(${range.types}::text[])`)
  if (range.campaignIds !== undefined)
    query = query.where('campaign_id', '=', sql<string>`any(${range.campaignIds}::text[])`)
  return (await query.execute()).map(asEvent)
}

function asEvent(
  row: Pick<Selectable<LogTable>, 'number' | 'id' | 'type' | 'pass_id' | 'campaign_id' | 'at' | 'data'>,
): LoggedEvent {
  return {
    number: row.number,
    id: row.id,
    type: row.type,
    passId: row.pass_id,
    campaignId: row.campaign_id,
    at: row.at,
    data: row.data,
  }
}
