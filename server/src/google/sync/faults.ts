import type { Db } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { BudgetOwner } from '../budget/lease-slice.ts'
import { faultRetryMs, leaseMs, retryMs } from './schedule.ts'

/** Why nothing is sent with a credential. */
export interface GoogleFault {
  readonly kind: 'stopped' | 'backingOff'
  readonly reason: string
  readonly explanation: string
  readonly since: Date
  readonly retryAt: Date
}

/** What stands in the way of everything that a credential sends, not of one pass. */
export type Obstacle =
  /** Google refuses the credential: a person has to act. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly explanation: string }
  /** Google does not answer, or says that it is too much. */
  | {
      readonly kind: 'backingOff'
      readonly reason: string
      readonly explanation: string
      readonly afterMs: number | undefined
    }

/**
 * Has nothing sent with a credential for a while, by any process. What is owed stays owed, and is due at once when it
 * goes on. Said once in the log output, not once a request.
 *
 * @param startedAt when the request was begun that met the obstacle
 */
export async function raiseFault(
  { db, logger }: { db: Db; logger: Logger },
  { customerId, configurationId }: BudgetOwner,
  obstacle: Obstacle,
  { startedAt, at }: { startedAt: Date; at: Date },
): Promise<void> {
  const known = await db
    .selectFrom('google_faults')
    .select(['kind', 'reason', 'failures', 'raised_at'])
    .where('customer_id', '=', customerId)
    .where('configuration_id', '=', configurationId)
    .executeTakeFirst()
  const { kind, reason, explanation } = obstacle
  const isNews = known?.kind !== kind
  // Requests that were under way together fail together: that counts once.
  if (!isNews && startedAt <= known.raised_at) return
  const failures = isNews ? 1 : known.failures + 1
  const waitMs = kind === 'stopped' ? faultRetryMs : Math.max(obstacle.afterMs ?? 0, retryMs(failures - 1))
  const values = { kind, reason, explanation, failures, raised_at: at, retry_at: new Date(at.getTime() + waitMs) }
  await db
    .insertInto('google_faults')
    .values({ customer_id: customerId, configuration_id: configurationId, ...values, since: at })
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'configuration_id']).doUpdateSet({ ...values, ...(isNews && { since: at }) }),
    )
    .execute()
  if (known?.reason === reason) return
  if (kind === 'stopped')
    logger.error(
      { configurationId, reason },
      `ALARM: updates of ${configurationId} at Google have stopped: ${explanation}`,
    )
  else logger.warn({ configurationId, reason }, `Google takes no updates of ${configurationId} now: ${explanation}`)
}

/**
 * Of a credential that is to be tried again, lets one process do so; the others wait for what comes of it.
 *
 * @returns whether it is this one
 */
export async function claimProbe(db: Db, { customerId, configurationId }: BudgetOwner, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('google_faults')
    .set({ retry_at: new Date(at.getTime() + leaseMs) })
    .where('customer_id', '=', customerId)
    .where('configuration_id', '=', configurationId)
    .where('retry_at', '<=', at)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** After a try that asked Google nothing in the end: the next one may be at once. */
export async function endProbe(
  db: Db,
  { customerId, configurationId }: BudgetOwner,
  { startedAt, at }: { startedAt: Date; at: Date },
): Promise<void> {
  await db
    .updateTable('google_faults')
    .set({ retry_at: at })
    .where('customer_id', '=', customerId)
    .where('configuration_id', '=', configurationId)
    .where('raised_at', '<', startedAt)
    .execute()
}

/** Lets a credential go on. */
export async function clearFault(db: Db, { customerId, configurationId }: BudgetOwner): Promise<void> {
  await db
    .deleteFrom('google_faults')
    .where('customer_id', '=', customerId)
    .where('configuration_id', '=', configurationId)
    .execute()
}

export async function faultOf(db: Db, { customerId, configurationId }: BudgetOwner): Promise<GoogleFault | undefined> {
  return db
    .selectFrom('google_faults')
    .select(['kind', 'reason', 'explanation', 'since', 'retry_at as retryAt'])
    .where('customer_id', '=', customerId)
    .where('configuration_id', '=', configurationId)
    .executeTakeFirst()
}
