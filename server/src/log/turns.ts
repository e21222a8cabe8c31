import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../platform/logger.ts'

/** `again`: there is more to do for this customer at once. */
export type TurnOutcome = 'again' | 'done'

export interface Turns {
  /** Has a customer's turn come, now or after those before it. */
  wake(customerId: string): void
  /** Resolves when nobody is awake any more. */
  settled(): Promise<void>
  /** Ends after the turn under way. */
  stop(): Promise<void>
}

/** So long a round of turns is put off for those who were woken during the one before: more gathers for each turn. */
const gatherMs = 20

/**
 * Gives customers turns, one after another, for those who work on each customer's log by itself. Who is woken several
 * times meanwhile has one turn, and while much happens it comes less often, since a turn costs about the same for one
 * event as for many. A turn that fails is logged and not repeated here: whoever wakes looks from time to time.
 *
 * @param name whose work it is, for the log output
 */
export function takeTurns(name: string, logger: Logger, turn: (customerId: string) => Promise<TurnOutcome>): Turns {
  const awake = new Set<string>()
  let stopped = false
  let running: Promise<void> | undefined

  const work = async (): Promise<void> => {
    while (awake.size > 0 && !stopped) {
      let isMore = false
      for (const customerId of [...awake]) {
        if (stopped) return
        awake.delete(customerId)
        if ((await turn(customerId)) === 'done') continue
        awake.add(customerId)
        isMore = true
      }
      if (awake.size > 0 && !isMore) await sleep(gatherMs)
    }
  }
  const run = (): Promise<void> => {
    running ??= work()
      .then(
        () => true,
        (error: unknown) => {
          logger.warn({ err: error }, `${name}: the database did not answer; it tries again`)
          return false
        },
      )
      .then((went) => {
        running = undefined
        // Somebody may have been woken between the last turn and here. After a failure they wait for the next waking.
        return went && awake.size > 0 && !stopped ? run() : undefined
      })
    return running
  }
  return {
    wake(customerId) {
      if (stopped) return
      awake.add(customerId)
      void run()
    },
    settled: run,
    async stop() {
      stopped = true
      await running
    },
  }
}
