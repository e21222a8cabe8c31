import type { Core } from '../../passes/core.ts'
import { openGatherer } from '../../platform/gather.ts'
import type { Logger } from '../../platform/logger.ts'
import type { ApnsClients } from './apns-clients.ts'
import { claimDue, type DuePush } from './claim-due.ts'
import { recordOutcomes, type Settled } from './outcomes.ts'

export interface PushDeps {
  readonly core: Core
  readonly clients: ApnsClients
  readonly logger: Logger
}

/** Sends what is due, and writes down what came of it. */
export interface Sender {
  /** Claims what is due now, up to the room there is, and begins to push. Says how many. */
  send(): Promise<number>
  /** Resolves once the outcome of every push is written down. */
  settled(): Promise<void>
}

/** So many are claimed and under way at most. */
const maxUnderWay = 1000
const batchSize = 500
/** Outcomes wait so long for others, to be written down together. */
const gatherMs = 20

export function openSender(deps: PushDeps): Sender {
  const { core, clients, logger } = deps
  const underWay = new Set<Promise<void>>()
  const outcomes = openGatherer<Settled>({
    gatherMs,
    batchSize,
    write: (batch) =>
      recordOutcomes(deps, batch, core.clock.now()).catch((error: unknown) =>
        // They are pushed again after their lease: a phone that asks once too often, nothing worse.
        logger.warn({ err: error }, 'outcomes of pushes could not be written down; they are pushed again'),
      ),
  })
  const push = async (due: DuePush): Promise<void> => {
    const startedAt = core.clock.now()
    const outcome = await (await clients.of(due.passTypeId)).push(due.pushToken)
    await outcomes.add({ push: due, outcome, startedAt })
  }

  return {
    async send() {
      const room = Math.min(maxUnderWay - underWay.size, batchSize)
      if (room <= 0) return 0
      const due = await claimDue(core.database.pool, room, core.clock.now())
      for (const one of due) {
        const pushing: Promise<void> = push(one).finally(() => underWay.delete(pushing))
        underWay.add(pushing)
      }
      return due.length
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
