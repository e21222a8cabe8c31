import { startFollower } from '../../log/follow.ts'
import type { LogWatch } from '../../log/watch.ts'
import { once } from '../../platform/once.ts'
import { checkUnlisted } from './claim-due.ts'
import { pushFollower } from './follow-log.ts'
import { openSender, type PushDeps } from './sender.ts'
import { openWalker } from './walker.ts'

export interface Pushes {
  /** Ends after the pushes under way. What is owed still is another process's, or the next start's. */
  stop(): Promise<void>
}

/** How often to look for what has come due by the clock, or was made due by another process. */
const lookEveryMs = 200
const checkedAtOnce = 500

/**
 * Keeps phones up to date for as long as it runs. Every process does: what is owed is claimed row by row, so any of
 * them may die at any time.
 */
export function startPushes(deps: PushDeps & { readonly logWatch: LogWatch }): Pushes {
  const { core, clients, logger } = deps
  const { database, clock } = core
  const sender = openSender(deps)
  const walker = openWalker(deps)
  let stopped = false

  const sendAll = once(async () => {
    while (!stopped && (await sender.send()) > 0);
  })
  const walkAll = once(async () => {
    while (!stopped && (await walker.step()));
  })
  const checkAll = once(async () => {
    while (!stopped && (await checkUnlisted(database.pool, checkedAtOnce, clock.now())) === checkedAtOnce);
  })
  const look = () => {
    for (const work of [checkAll, sendAll, walkAll])
      work().catch((error: unknown) =>
        logger.warn({ err: error }, 'pushes: the database did not answer; they are tried again'),
      )
  }
  const follower = startFollower({
    database,
    logWatch: deps.logWatch,
    logger,
    follower: pushFollower(core),
    onFollowed: look,
  })
  const timer = setInterval(look, lookEveryMs)

  return {
    async stop() {
      clearInterval(timer)
      stopped = true
      await follower.stop()
      await clients.close()
      await Promise.allSettled([sendAll.ended(), walkAll.ended(), checkAll.ended()])
      await Promise.all([sender.settled(), walker.settled()])
    },
  }
}
