import type pg from 'pg'
import type { Database, Trx } from '../platform/database.ts'
import type { Logger } from '../platform/logger.ts'
import type { EventType } from './event-types.ts'

/** What a follower is told of an event. */
export interface FollowedEvent {
  readonly number: number
  readonly type: EventType
  readonly passId: string | null
  readonly campaignId: string | null
  readonly at: Date
  readonly visible: boolean
  readonly data: object
}

/** Somebody who derives something from the log: told of each event once, in order, in the transaction that says so. */
export interface LogFollower {
  /** Names its place in the log; stays the same for ever. */
  readonly name: string
  /** Writes what follows from the events. If it throws, nothing of it stays and it is told of them again. */
  follow(trx: Trx, customerId: string, events: readonly FollowedEvent[]): Promise<void>
}

/** `done`: it has seen everything; `more`: the batch was full; `held`: another process is at it. */
export type FollowOutcome = 'done' | 'more' | 'held'

const batchSize = 1000

/** Tells a follower of the next events of one customer and moves its place, in one transaction. */
export function followBatch(database: Database, follower: LogFollower, customerId: string): Promise<FollowOutcome> {
  const place = { customer_id: customerId, name: follower.name }
  return database.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('log_cursors')
      .values(place)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const cursor = await trx
      .selectFrom('log_cursors')
      .select('number')
      .where('customer_id', '=', customerId)
      .where('name', '=', follower.name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!cursor) return 'held'
    const rows = await trx
      .selectFrom('log')
      .select(['number', 'type', 'pass_id', 'campaign_id', 'at', 'visible', 'data'])
      .where('customer_id', '=', customerId)
      .where('number', '>', cursor.number)
      .orderBy('number')
      .limit(batchSize)
      .execute()
    const last = rows.at(-1)
    if (!last) return 'done'
    const events = rows.map(({ pass_id, campaign_id, type, ...row }) => ({
      ...row,
      type: type as EventType,
      passId: pass_id,
      campaignId: campaign_id,
    }))
    await follower.follow(trx, customerId, events)
    await trx
      .updateTable('log_cursors')
      .set({ number: last.number })
      .where('customer_id', '=', customerId)
      .where('name', '=', follower.name)
      .execute()
    return rows.length === batchSize ? 'more' : 'done'
  })
}

/** How often to look for events of which no notification came, as while the connection for them was broken. */
const lookEveryMs = 500

/**
 * Keeps a follower up to date until it is stopped. Every process runs one; the cursor's row lock decides which of them
 * tells it of a batch. The sequencer's notification wakes them all.
 *
 * @param onFollowed called after each batch that was told here
 */
export function startFollower(options: {
  database: Database
  logger: Logger
  follower: LogFollower
  onFollowed: () => void
}): { stop(): Promise<void> } {
  const { database, logger, follower, onFollowed } = options
  const awake = new Set<string>()
  let stopped = false
  let running: Promise<void> | undefined

  const work = async (): Promise<void> => {
    while (awake.size > 0 && !stopped) {
      for (const customerId of [...awake]) {
        awake.delete(customerId)
        const outcome = await followBatch(database, follower, customerId)
        if (outcome === 'more') awake.add(customerId)
        if (outcome !== 'held') onFollowed()
      }
    }
  }
  const run = (): Promise<void> => {
    running ??= work()
      .catch((error: unknown) =>
        logger.warn({ err: error, follower: follower.name }, 'following the log failed; it is tried again'),
      )
      .finally(() => {
        running = undefined
      })
    return running
  }
  const look = async (): Promise<void> => {
    for (const customerId of await customersBehind(database, follower.name)) awake.add(customerId)
    await run()
  }
  const notifications = listen(database.pool, (customerId) => {
    awake.add(customerId)
    void run()
  })
  const timer = setInterval(() => {
    notifications.connect()
    look().catch((error: unknown) => logger.warn({ err: error }, 'following the log failed; it is tried again'))
  }, lookEveryMs)

  return {
    async stop() {
      clearInterval(timer)
      stopped = true
      await notifications.stop()
      await running
    },
  }
}

async function customersBehind(database: Database, name: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ customer_id: string }>({
    name: 'log_customers_behind',
    text: `select l.customer_id from log_counters l
      left join log_cursors c on c.customer_id = l.customer_id and c.name = $1
      where l.last_number > coalesce(c.number, 0)`,
    values: [name],
  })
  return rows.map((row) => row.customer_id)
}

/** Hears the sequencers of all processes. A connection of its own, made anew by `connect` when it has broken. */
function listen(pool: pg.Pool, hear: (customerId: string) => void) {
  let client: Promise<pg.PoolClient | undefined> | undefined
  const open = async () => {
    const opened = await pool.connect()
    opened.on('notification', ({ payload }) => hear(payload ?? ''))
    opened.on('error', () => {
      client = undefined
      opened.release(true)
    })
    await opened.query('listen billfold_log')
    return opened
  }
  const connect = () => {
    client ??= open().catch(() => {
      client = undefined
      return undefined
    })
  }
  connect()
  return {
    connect,
    async stop() {
      const opened = await client
      client = undefined
      opened?.removeAllListeners('notification')
      opened?.release(true)
    },
  }
}
