import { setTimeout as delay } from 'node:timers/promises'
import { type Postmaster, send, shutDown } from './postmaster.ts'

const firstPauseMs = 200
const longestPauseMs = 30_000

export interface Supervision {
  stop(): Promise<void>
  /** All that a process which is ending can still do: asks PostgreSQL to stop, and cannot wait until it has. */
  abandon(): void
}

/** Starts PostgreSQL again when it ends without having been asked to, as when the system ran out of memory. */
export function keepRunning(
  first: Postmaster,
  launchAgain: () => Promise<Postmaster>,
  log: (line: string) => void,
): Supervision {
  const stopping = new AbortController()
  let current: Postmaster | undefined
  let relaunching = Promise.resolve()
  watch(first)

  function watch(postmaster: Postmaster): void {
    current = postmaster
    void postmaster.ended.then(() => {
      current = undefined
      if (stopping.signal.aborted) return
      log(`PostgreSQL (pid ${postmaster.pid}) has ended unexpectedly; starting it again`)
      relaunching = relaunch()
    })
  }

  async function relaunch(): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      try {
        watch(await launchAgain())
        return log('PostgreSQL is running again')
      } catch (error) {
        log(`PostgreSQL could not be started again: ${(error as Error).message}`)
      }
    }
  }

  return {
    async stop() {
      stopping.abort()
      await relaunching
      if (current) await shutDown(current)
    },
    abandon() {
      if (current) send('SIGINT', current)
    },
  }
}
