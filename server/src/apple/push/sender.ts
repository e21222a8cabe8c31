import type { Core } from '../../passes/core.ts'
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
  const toRecord: Settled[] = []
  let underWay = 0
  let recording = false
  let waiting: (() => void)[] = []

  const record = async (): Promise<void> => {
    while (toRecord.length > 0) {
      const batch = toRecord.splice(0, batchSize)
      await recordOutcomes(deps, batch, core.clock.now()).catch((error: unknown) =>
        // They are pushed again after their lease: a phone that asks once too often, nothing worse.
        logger.warn({ err: error }, 'outcomes of pushes could not be written down; they are pushed again'),
      )
      underWay -= batch.length
    }
    recording = false
    if (underWay > 0) return
    for (const resolve of waiting) resolve()
    waiting = []
  }
  const push = async (due: DuePush): Promise<void> => {
    const startedAt = core.clock.now()
    const outcome = await (await clients.of(due.passTypeId)).push(due.pushToken)
    toRecord.push({ push: due, outcome, startedAt })
    if (recording) return
    recording = true
    setTimeout(() => void record(), gatherMs)
  }

  return {
    async send() {
      const room = Math.min(maxUnderWay - underWay, batchSize)
      if (room <= 0) return 0
      const due = await claimDue(core.database.pool, room, core.clock.now())
      underWay += due.length
      for (const one of due) void push(one)
      return due.length
    },
    settled() {
      return underWay === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))
    },
  }
}
