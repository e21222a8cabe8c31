import { customersBehind } from '../../log/cursors.ts'
import { takeTurns } from '../../log/turns.ts'
import type { LogWatch } from '../../log/watch.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Broker } from './broker.ts'
import { type RelayDeps, relayBatch, relayName } from './relay-batch.ts'

export interface Relay {
  /** Waits for what is on its way, then closes the broker. What is left waits in the log. */
  stop(): Promise<void>
}

/** How often to look for events that no notice told of, that a process died over, or that the broker refused. */
const lookEveryMs = 1000

/**
 * Sends the events of all customers to a broker, one process a customer at a time: the claim is a row lock, so any
 * process may die. One customer's failure holds up no other.
 */
export function startRelay(
  options: Omit<RelayDeps, 'broker'> & { broker: Broker; logWatch: LogWatch; logger: Logger },
): Relay {
  const { db, broker, logWatch, logger } = options
  const failing = new Set<string>()
  const stopping = Promise.withResolvers<false>()

  const turns = takeTurns('relay', logger, async (customerId) => {
    if (!(await Promise.race([broker.connected(), stopping.promise]))) return 'done'
    const outcome = await relayBatch(options, customerId)
    if (outcome.state === 'failed' && !failing.has(customerId)) {
      failing.add(customerId)
      logger.warn({ err: outcome.error, customerId }, 'the broker did not take an event; it is sent again')
    }
    if ((outcome.state === 'done' || outcome.state === 'more') && failing.delete(customerId)) {
      logger.info({ customerId }, 'the broker takes events again')
    }
    return outcome.state === 'more' ? 'again' : 'done'
  })
  // Finds whoever was missed or failed; when the database fails here, the next look tries again.
  const look = async (): Promise<void> => {
    const behind = await customersBehind(db, relayName).catch(() => [])
    for (const customerId of behind) turns.wake(customerId)
  }
  const timer = setInterval(look, lookEveryMs)
  const unwatch = logWatch.all((customerId) => {
    if (customerId === null) void look()
    else if (!failing.has(customerId)) turns.wake(customerId)
  })
  void look()

  return {
    async stop() {
      stopping.resolve(false)
      clearInterval(timer)
      unwatch()
      await turns.stop()
      await broker.close()
    },
  }
}
