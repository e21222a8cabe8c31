import { customersBehind } from '../../log/cursors.ts'
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
  const awake = new Set<string>()
  const failing = new Set<string>()
  const stopping = Promise.withResolvers<false>()
  let stopped = false
  let running: Promise<void> | undefined

  const relay = async (customerId: string): Promise<void> => {
    const outcome = await relayBatch(options, customerId)
    if (outcome.state === 'more') awake.add(customerId)
    if (outcome.state === 'failed' && !failing.has(customerId)) {
      failing.add(customerId)
      logger.warn({ err: outcome.error, customerId }, 'the broker did not take an event; it is sent again')
    }
    if ((outcome.state === 'done' || outcome.state === 'more') && failing.delete(customerId)) {
      logger.info({ customerId }, 'the broker takes events again')
    }
  }
  const work = async (): Promise<void> => {
    while (awake.size > 0 && !stopped) {
      for (const customerId of [...awake]) {
        if (!(await Promise.race([broker.connected(), stopping.promise])) || stopped) return
        awake.delete(customerId)
        await relay(customerId)
      }
    }
  }
  const run = (): Promise<void> => {
    running ??= work()
      .catch((error: unknown) => logger.warn({ err: error }, 'relay: the database did not answer; it tries again'))
      .finally(() => {
        running = undefined
      })
    return running
  }
  const wake = (customerId: string): void => {
    if (stopped) return
    awake.add(customerId)
    void run()
  }
  // Finds whoever was missed or failed; when the database fails here, the next look tries again.
  const look = async (): Promise<void> => {
    const behind = await customersBehind(db, relayName).catch(() => [])
    for (const customerId of behind) wake(customerId)
  }
  const timer = setInterval(look, lookEveryMs)
  const unwatch = logWatch.all((customerId) => {
    if (customerId === null) void look()
    else if (!failing.has(customerId)) wake(customerId)
  })
  void look()

  return {
    async stop() {
      stopped = true
      stopping.resolve(false)
      clearInterval(timer)
      unwatch()
      await running
      await broker.close()
    },
  }
}
