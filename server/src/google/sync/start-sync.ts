import { startFollower } from '../../log/follow.ts'
import type { LogWatch } from '../../log/watch.ts'
import { once } from '../../platform/once.ts'
import { dueOwners } from './claim.ts'
import { googleFollower } from './follow-log.ts'
import type { Sender, SenderDeps } from './sender.ts'
import { walkStep } from './walk.ts'

export interface GoogleSync {
  /** Ends after the requests under way. What is owed still is another process's, or the next start's. */
  stop(): Promise<void>
}

/** How often to look for what has come due by the clock, or was made due by another process. */
const lookEveryMs = 200

/**
 * Keeps Google's copies up to date for as long as it runs. Every process does: what is owed is claimed row by row, so any
 * of them may die at any time.
 */
export function startGoogleSync(
  deps: SenderDeps & { readonly sender: Sender; readonly logWatch: LogWatch },
): GoogleSync {
  const { core, budgets, sender, logger } = deps
  const { database } = core
  let stopped = false

  const walkAll = once(async () => {
    while (!stopped && (await walkStep(deps)));
  })
  const sendAll = once(async () => {
    for (const owner of await dueOwners(database.pool)) if (!stopped) await sender.fill(owner)
  })
  const look = () => {
    for (const work of [walkAll, sendAll])
      work().catch((error: unknown) =>
        logger.warn({ err: error }, 'Google: the database did not answer; it is tried again'),
      )
  }
  const follower = startFollower({
    database,
    logWatch: deps.logWatch,
    logger,
    follower: googleFollower(core),
    onFollowed: look,
  })
  const timer = setInterval(look, lookEveryMs)

  return {
    async stop() {
      clearInterval(timer)
      stopped = true
      await follower.stop()
      // What waits for a permit is given back.
      budgets.stop()
      await Promise.allSettled([walkAll.ended(), sendAll.ended()])
      await sender.settled()
    },
  }
}
