import { type LogFilter, type LoggedEvent, lastNumberOf, readLog } from '../log/read.ts'
import type { LogWatch } from '../log/watch.ts'
import type { Db } from '../platform/database.ts'

export interface FollowDeps {
  readonly db: Db
  readonly logWatch: LogWatch
}

export interface Following {
  /** The number of the last event that the reader has. */
  readonly after: number
  /** How many events at most come at once. */
  readonly limit: number
  /** Without an event for so long, an empty page says that all is well. 0 never waits. */
  readonly quietMs: number
  /** Ends it. */
  readonly signal: AbortSignal
  /** Asked whenever the log has grown and at least every `quietMs`; `false` ends it. */
  readonly mayGoOn?: () => boolean
}

/** A customer's events as they come, page by page, without end. */
export async function* followLog(
  { db, logWatch }: FollowDeps,
  customerId: string,
  filter: LogFilter,
  { after, limit, quietMs, signal, mayGoOn = () => true }: Following,
): AsyncGenerator<readonly LoggedEvent[]> {
  const watcher = logWatch.customer(customerId)
  let reached = after
  let quietUntil = performance.now() + quietMs
  try {
    while (!signal.aborted && mayGoOn()) {
      const last = quietMs > 0 ? await lastNumberOf(db, customerId) : 0
      const events = await readLog(db, customerId, { ...filter, after: reached, limit })
      // What the filter leaves out need not be read again.
      reached = events.at(-1)?.number ?? Math.max(reached, last)
      const waitMs = quietUntil - performance.now()
      if (events.length > 0 || waitMs <= 0) {
        yield events
        quietUntil = performance.now() + quietMs
      } else {
        await watcher.grown({ timeoutMs: waitMs, signal })
      }
    }
  } finally {
    watcher.stop()
  }
}
