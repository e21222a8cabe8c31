import { sql } from 'kysely'
import { type Db, type Trx, write } from '../platform/database.ts'

/** How far somebody who follows the logs of all customers has come in one of them. */
export interface CursorPlace {
  readonly customerId: string
  /** Who follows, as `nats`. */
  readonly name: string
}

/**
 * Claims a cursor until the transaction ends: one process follows a customer's log at a time, and one that dies lets go.
 *
 * @returns the number of the last event dealt with, 0 at first; undefined when another transaction has the cursor
 */
export async function claimCursor(trx: Trx, { customerId, name }: CursorPlace): Promise<number | undefined> {
  const present = await trx
    .selectFrom('log_cursors')
    .select('number')
    .where('customer_id', '=', customerId)
    .where('name', '=', name)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (present) return present.number
  const made = await trx
    .insertInto('log_cursors')
    .values({ customer_id: customerId, name, number: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .executeTakeFirst()
  return made?.number
}

/** Moves a claimed cursor: what comes up to this number has been dealt with. */
export async function moveCursor(trx: Trx, { customerId, name }: CursorPlace, number: number): Promise<void> {
  const moved = trx
    .updateTable('log_cursors')
    .set({ number })
    .where('customer_id', '=', customerId)
    .where('name', '=', name)
  await write(trx, moved.compile())
}

/** The customers in whose logs there is something that this follower has not dealt with. */
export async function customersBehind(db: Db, name: string): Promise<string[]> {
  const rows = await db
    .selectFrom('log_counters as counter')
    .leftJoin('log_cursors as cursor', (join) =>
      join.onRef('cursor.customer_id', '=', 'counter.customer_id').on('cursor.name', '=', name),
    )
    .select('counter.customer_id')
    .where('counter.last_number', '>', sql<number>`coalesce(cursor.number, 0)`)
    .execute()
  return rows.map((row) => row.customer_id)
}
