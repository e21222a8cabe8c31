import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from '../platform/logger.ts'

/** Tells when logs have grown, whichever process numbered the events. */
export interface LogWatch {
  /** Watches one customer's log. */
  customer(customerId: string): LogWatcher
  /**
   * Watches the logs of all customers.
   *
   * @param listener told whose log has grown; null when any may have, because notices were missed
   * @returns ends it
   */
  all(listener: (customerId: string | null) => void): () => void
  stop(): Promise<void>
}

export interface LogWatcher {
  /** Waits until the log has grown since the last call (since `customer`, for the first), or the time is up. */
  grown(wait: { timeoutMs: number; signal: AbortSignal }): Promise<void>
  stop(): void
}

type Listener = (customerId: string | null) => void

const connectionOptions = {
  application_name: 'billfold log watch',
  connectionTimeoutMillis: 10_000,
  // Nothing is ever sent on this connection, so only this finds out that the other end has gone without a word.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
}
/** Another process's restart should not bring all connections back in the same instant. */
const reconnectAfterMs = () => 200 + Math.random() * 800

/**
 * Listens to the sequencer's notices on one connection for the whole process, and goes on trying when it breaks. A
 * notice may be lost with the connection, so every watcher is told to look after each reconnection; who must not wait
 * for long looks from time to time in any case.
 */
export function watchLogs({ connectionString, logger }: { connectionString: string; logger: Logger }): LogWatch {
  const listeners = new Set<Listener>()
  const stopping = new AbortController()
  const tell: Listener = (customerId) => {
    for (const listener of listeners) listener(customerId)
  }
  const listening = listen(connectionString, { logger, signal: stopping.signal, tell })
  const all = (listener: Listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    all,
    customer(customerId) {
      const { grown, note } = watcher()
      const stop = all((grownId) => {
        if (grownId === null || grownId === customerId) note()
      })
      return { grown, stop }
    },
    async stop() {
      stopping.abort()
      await listening
    },
  }
}

function watcher(): Pick<LogWatcher, 'grown'> & { note: () => void } {
  let noted = false
  let wake: (() => void) | undefined
  return {
    note() {
      noted = true
      wake?.()
    },
    async grown({ timeoutMs, signal }) {
      if (!noted && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const end = () => resolve()
        const timer = setTimeout(end, timeoutMs)
        signal.addEventListener('abort', end)
        wake = end
        await promise
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
      }
      noted = false
    },
  }
}

async function listen(
  connectionString: string,
  { logger, signal, tell }: { logger: Logger; signal: AbortSignal; tell: Listener },
): Promise<void> {
  let failing = false
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString, ...connectionOptions })
    const ended = new Promise<Error | undefined>((resolve) => {
      client.on('error', resolve)
      client.on('end', () => resolve(undefined))
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    client.on('notification', ({ payload }) => tell(payload ?? null))
    try {
      await client.connect()
      await client.query('listen billfold_log')
      if (failing) logger.info('log watch: the database answers again')
      failing = false
      tell(null)
      const error = await ended
      if (error) throw error
    } catch (error) {
      if (!failing) logger.warn({ err: error }, 'log watch: the database did not answer; it tries again')
      failing = true
    } finally {
      await client.end().catch(() => {})
    }
    await sleep(reconnectAfterMs(), undefined, { signal }).catch(() => {})
  }
}
