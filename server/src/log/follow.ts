import type { Database, Trx } from '../platform/database.ts'
import type { Logger } from '../platform/logger.ts'
import { claimCursor, customersBehind, moveCursor } from './cursors.ts'
import type { EventType } from './event-types.ts'
import { takeTurns } from './turns.ts'
import type { LogWatch } from './watch.ts'

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
  const place = { customerId, name: follower.name }
  return database.db.transaction().execute(async (trx) => {
    const cursor = await claimCursor(trx, place)
    if (cursor === undefined) return 'held'
    const rows = await trx
      .selectFrom('log')
      .select(['number', 'type', 'pass_id', 'campaign_id', 'at', 'visible', 'data'])
      .where('customer_id', '=', customerId)
      .where('number', '>', cursor)
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
    await moveCursor(trx, place, last.number)
    return rows.length === batchSize ? 'more' : 'done'
  })
}

/** How often to look for events of which no notification came, as while the connection for them was broken. */
const lookEveryMs = 500

/**
 * Keeps a follower up to date until it is stopped. Every process runs one; the cursor's row lock decides which of them
 * tells it of a batch. The sequencer's notice wakes them all.
 *
 * @param onFollowed called after each batch that was told here
 */
export function startFollower(options: {
  database: Database
  logWatch: LogWatch
  logger: Logger
  follower: LogFollower
  onFollowed: () => void
}): { stop(): Promise<void> } {
  const { database, logWatch, logger, follower, onFollowed } = options
  const turns = takeTurns(`following the log for ${follower.name}`, logger, async (customerId) => {
    const outcome = await followBatch(database, follower, customerId)
    if (outcome !== 'held') onFollowed()
    return outcome === 'more' ? 'again' : 'done'
  })
  const look = async (): Promise<void> => {
    for (const customerId of await customersBehind(database.db, follower.name)) turns.wake(customerId)
  }
  const lookSafely = () =>
    look().catch((error: unknown) => logger.warn({ err: error }, 'following the log failed; it is tried again'))
  const stopWatching = logWatch.all((customerId) => {
    if (customerId === null) void lookSafely()
    else turns.wake(customerId)
  })
  const timer = setInterval(lookSafely, lookEveryMs)

  return {
    async stop() {
      clearInterval(timer)
      stopWatching()
      await turns.stop()
    },
  }
}
