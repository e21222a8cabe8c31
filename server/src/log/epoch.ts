import type { Database } from '../platform/database.ts'
import { epochOf, firstNumberOf } from './number.ts'

/**
 * Begins a new epoch of every customer's log, after an older backup was restored and before anything else runs on it.
 * Phones and readers hold numbers that the backup does not know of; all that are given from now on are greater, so the
 * next change of each pass reaches its phones, and no reader takes a new event for one that it has seen.
 *
 * @param at not before any stamp that a phone can hold: the clock must not have been set back
 */
export async function raiseEpoch(database: Database, at: Date): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    const counters = await trx.selectFrom('log_counters').selectAll().forUpdate().execute()
    for (const { customer_id, last_number, greatest_stamp } of counters) {
      await trx
        .updateTable('log_counters')
        .set({
          last_number: firstNumberOf(epochOf(last_number) + 1),
          greatest_stamp: greatest_stamp > at ? greatest_stamp : at,
        })
        .where('customer_id', '=', customer_id)
        .execute()
    }
  })
}
