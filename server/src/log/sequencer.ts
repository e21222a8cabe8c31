import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Logger } from '../platform/logger.ts'
import { numberBatch, type Versions } from './number-batch.ts'
import { takeTurns } from './turns.ts'

export interface Sequencer {
  /** Says that a transaction with events has committed, so that they are numbered now and not at the next look. */
  wake(customerId: string): void
  /** Resolves once everything that was committed before the call has its number. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** How often to look for events that nobody woke us for: another process's, or one that was left waiting. */
const lookEveryMs = 200
/** A pass or a counter that somebody else holds is tried again after this long. */
const heldRetryMs = 5

/**
 * Numbers each customer's committed events, one process a customer at a time. Every process runs one: the claim is a
 * row lock, so any of them may die. Waking is a call within the process, not a NOTIFY in each business transaction:
 * PostgreSQL serialises the commits of notifying transactions, which would cost the group commit.
 */
export function startSequencer(options: {
  database: Database
  clock: Clock
  versions: Versions
  logger: Logger
}): Sequencer {
  const { database, logger } = options

  const customersWaiting = async (): Promise<string[]> => {
    // A loose index scan: one probe a customer, however many rows wait.
    const { rows } = await database.pool.query<{ customer_id: string }>({
      name: 'log_customers_waiting',
      text: `with recursive waiting as (
          (select customer_id from log_unnumbered order by customer_id limit 1)
          union all
          select (select u.customer_id from log_unnumbered u where u.customer_id > w.customer_id order by u.customer_id limit 1)
          from waiting w where w.customer_id is not null)
        select customer_id from waiting where customer_id is not null`,
    })
    return rows.map((row) => row.customer_id)
  }

  const turns = takeTurns('sequencer', logger, async (customerId) => {
    const outcome = await numberBatch(options, customerId)
    if (outcome === 'held') setTimeout(() => turns.wake(customerId), heldRetryMs)
    return outcome === 'more' ? 'again' : 'done'
  })
  const look = async (): Promise<void> => {
    for (const customerId of await customersWaiting()) turns.wake(customerId)
    await turns.settled()
  }
  const timer = setInterval(() => look().catch(() => {}), lookEveryMs)

  return {
    wake: turns.wake,
    async drain() {
      for (;;) {
        await look()
        if ((await customersWaiting()).length === 0) return
        await new Promise((resolve) => setTimeout(resolve, heldRetryMs))
      }
    },
    async stop() {
      clearInterval(timer)
      await turns.stop()
    },
  }
}
