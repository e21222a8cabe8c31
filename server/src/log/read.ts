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

/** Which events of a customer a reader wants; what is absent limits nothing. */
export interface LogFilter {
  readonly passId?: string
  readonly types?: readonly string[]
  readonly campaignIds?: readonly string[]
}

/**
 * A customer's events with a number above `after`, in their order: the one way to follow the log. A reader that keeps
 * the last number it has dealt with misses nothing and sees each event at least once.
 */
export async function readLog(
  db: Db,
  customerId: string,
  range: LogFilter & { after: number; limit: number },
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

/**
 * The last number that the customer's log had when asked. Whoever asks first and reads afterwards has read all events up
 * to it, since a customer's numbers become visible in their order.
 */
export async function lastNumberOf(db: Db, customerId: string): Promise<number> {
  const counter = await db
    .selectFrom('log_counters')
    .select('last_number')
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return counter?.last_number ?? 0
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
