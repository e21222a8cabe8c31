import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { faultRetryMs } from './schedule.ts'

/** Why the pushes of a pass type have stopped. */
export interface PushFault {
  readonly reason: string
  readonly explanation: string
  readonly since: Date
}

/**
 * Stops the pushes of a pass type: its certificate, topic or key are refused, and no phone is to blame. Said once in the
 * log output, not once a push. Nothing is deleted, and what is owed stays owed.
 *
 * @returns when to try again
 */
export async function raiseFault(
  { db, logger }: { db: Db; logger: Logger },
  passType: { customerId: string; passTypeId: string },
  { reason, explanation }: { reason: string; explanation: string },
  at: Date,
): Promise<Date> {
  const { customerId, passTypeId } = passType
  const retryAt = new Date(at.getTime() + faultRetryMs)
  // Two pages of a walk may find the same fault at once: whoever writes it down first is the one to say it.
  const found = await db
    .insertInto('push_faults')
    .values({ customer_id: customerId, pass_type_id: passTypeId, reason, explanation, since: at, retry_at: retryAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('pass_type_id')
    .executeTakeFirst()
  const known = db.updateTable('push_faults').where('pass_type_id', '=', passTypeId)
  const changed = await known
    .set({ reason, explanation })
    .where('reason', '<>', reason)
    .returning('pass_type_id')
    .executeTakeFirst()
  await known.set({ retry_at: retryAt }).execute()
  if (found || changed)
    logger.error({ passTypeId, reason }, `ALARM: pushes of ${passTypeId} have stopped: ${explanation}`)
  return retryAt
}

/** Lets the pushes of a pass type go on; what waited for it is due at once. */
export async function clearFault(db: Db, passTypeId: string, at: Date): Promise<void> {
  const fault = await db
    .deleteFrom('push_faults')
    .where('pass_type_id', '=', passTypeId)
    .returning('retry_at')
    .executeTakeFirst()
  if (!fault) return
  await db
    .updateTable('push_targets')
    .set({ due_at: at })
    .where('pass_type_id', '=', passTypeId)
    .where('due_at', '<=', fault.retry_at)
    // Those with failures wait for a reason of their own.
    .where('failures', '=', 0)
    .execute()
  await db
    .updateTable('push_walks')
    .set({ due_at: at })
    .where('pass_type_id', '=', passTypeId)
    .where('due_at', '<=', fault.retry_at)
    // Second pushes wait for a time of their own.
    .where((where) => where.or([where('started_at', 'is not', null), where('round', '=', 0)]))
    .execute()
  await sql`update push_walk_pages p set lease_until = ${at} from push_walks w
    where w.customer_id = p.customer_id and w.campaign_id = p.campaign_id and w.number = p.number and w.round = p.round
      and w.pass_type_id = ${passTypeId} and p.lease_until is not null`.execute(db)
}

/** After pushes were delivered for pass types: whatever had stopped one of them is over. */
export async function clearFaultsOf(db: Db, passTypeIds: Iterable<string>, at: Date): Promise<void> {
  const over = await db
    .selectFrom('push_faults')
    .select('pass_type_id')
    .where('pass_type_id', '=', sql<string>`any(${[...passTypeIds]}::text[])`)
    .execute()
  for (const { pass_type_id } of over) await clearFault(db, pass_type_id, at)
}

export async function faultOf(db: Db, passTypeId: string): Promise<PushFault | undefined> {
  return db
    .selectFrom('push_faults')
    .select(['reason', 'explanation', 'since'])
    .where('pass_type_id', '=', passTypeId)
    .executeTakeFirst()
}
