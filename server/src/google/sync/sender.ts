import type pg from 'pg'
import { findPasses, type Pass } from '../../passes/pass.ts'
import { openGatherer } from '../../platform/gather.ts'
import type { Budgets } from '../budget/budgets.ts'
import type { BudgetOwner } from '../budget/lease-slice.ts'
import type { GoogleDeps } from '../deps.ts'
import { checkHolders } from './check-holders.ts'
import {
  type ClaimedClass,
  type ClaimedObject,
  claimChecks,
  claimClasses,
  claimObjects,
  type DueOwner,
} from './claim.ts'
import { claimProbe, endProbe } from './faults.ts'
import { openJudge } from './judge.ts'
import { failureOf } from './outcome.ts'
import { isMissed, reconcileHolders } from './reconcile.ts'
import { recordClass, resendClass } from './record-class.ts'
import { type ObjectOutcome, recordObjects, type SettledObject } from './record-objects.ts'
import { giveUpAfterMs } from './schedule.ts'
import { sendClass } from './send-class.ts'
import { type ObjectToSend, sendObject } from './send-object.ts'

export interface SenderDeps extends GoogleDeps {
  readonly budgets: Budgets
  /** What the budgets come to. */
  readonly requestsPerSecond: number
}

/** Sends what is due, and writes down what came of it. */
export interface Sender {
  /** Claims what is due with a credential, up to the room there is, and begins to send. */
  fill(owner: DueOwner): Promise<void>
  /** Sends an object that the caller has claimed, before all else. */
  sendNow(claimed: ClaimedObject, pass: Pass): Promise<ObjectOutcome>
  /** Resolves once what came of everything is written down. */
  settled(): Promise<void>
}

/** Requests may take so long before their number limits the rate. */
const underWaySeconds = 6
const gatherMs = 20
const batchSize = 500

export function openSender(deps: SenderDeps): Sender {
  const { core, budgets, requestsPerSecond, logger } = deps
  const { pool, db } = core.database
  const judge = openJudge(deps)
  const underWay = new Map<string, Set<Promise<unknown>>>()
  const underWayOf = (owner: BudgetOwner): Set<Promise<unknown>> => {
    const place = `${owner.customerId} ${owner.configurationId}`
    const known = underWay.get(place) ?? new Set()
    underWay.set(place, known)
    return known
  }
  const records = openGatherer<SettledObject>({
    gatherMs,
    batchSize,
    write: (batch) =>
      recordObjects(core, batch, core.clock.now()).catch((error: unknown) =>
        // They are sent again after their lease, which changes nothing.
        logger.warn({ err: error }, 'Google: what came of requests could not be written down; they are sent again'),
      ),
  })

  /** Runs a piece of work whose failures are ours, as of the database: whoever takes over after the lease repeats it. */
  function begin<T>(owner: BudgetOwner, work: () => Promise<T>): Promise<T> {
    const working: Promise<T> = work().finally(() => underWayOf(owner).delete(working))
    underWayOf(owner).add(working)
    working.catch((error: unknown) => logger.warn({ err: error }, 'Google: something was not sent; it is tried again'))
    return working
  }
  const patience = () => ({ signal: AbortSignal.timeout(giveUpAfterMs) })

  const object = (toSend: ObjectToSend): Promise<ObjectOutcome> =>
    begin(toSend.claimed, async () => {
      const { claimed } = toSend
      const startedAt = core.clock.now()
      const outcome = await judge.judge(claimed, startedAt, await sendObject(deps, toSend, patience()).catch(failureOf))
      if (outcome.kind === 'classMissing') await resendClass(core, claimed, core.clock.now())
      await records.add({ claimed, outcome })
      const hasUsers = outcome.kind === 'accepted' ? outcome.hasUsers : undefined
      if (hasUsers !== undefined && isMissed(claimed.holders, hasUsers, core.clock.now()))
        await reconcileHolders(core, claimed, hasUsers)
      return outcome
    })
  const ofClass = (claimed: ClaimedClass): Promise<void> =>
    begin(claimed, async () => {
      const startedAt = core.clock.now()
      const outcome = await judge.judge(claimed, startedAt, await sendClass(deps, claimed, patience()).catch(failureOf))
      await recordClass(core, claimed, outcome, core.clock.now())
    })

  /** How many more requests may wait for a permit: those of a second, so that whoever dies leaves few behind. */
  const roomOf = (owner: BudgetOwner): number =>
    Math.min(
      requestsPerSecond - budgets.of(owner).waiting(),
      underWaySeconds * requestsPerSecond - underWayOf(owner).size,
    )

  /** Claims what is due, up to so much, and begins to send it. */
  async function beginDue(owner: BudgetOwner, most: number, at: Date): Promise<readonly Promise<unknown>[]> {
    const classes = await claimClasses(pool, owner, most, at)
    const begun: Promise<unknown>[] = classes.map(ofClass)
    const objects = begun.length < most ? await claimObjects(pool, owner, most - begun.length, at) : []
    begun.push(...(await withPasses(deps, owner.customerId, objects)).map(object))
    const checks = begun.length < most ? await claimChecks(pool, owner, most - begun.length, at) : []
    begun.push(...checks.map((check) => begin(owner, () => checkHolders(deps, judge, check, patience()))))
    return begun
  }

  /** Finds out with one request whether what stood in the way still does. */
  async function probe(owner: BudgetOwner, at: Date): Promise<void> {
    if (!(await claimProbe(db, owner, at))) return
    await Promise.allSettled(await beginDue(owner, 1, at))
    await endProbe(db, owner, { startedAt: at, at: core.clock.now() })
  }

  return {
    async fill(owner) {
      const at = core.clock.now()
      if (owner.retryAt === null) {
        const room = roomOf(owner)
        if (room > 0) await beginDue(owner, room, at)
        return
      }
      judge.suspect(owner)
      if (owner.retryAt <= at && underWayOf(owner).size === 0) void begin(owner, () => probe(owner, at))
    },
    async sendNow(claimed, pass) {
      const [toSend] = await withClasses(pool, pass.customerId, [{ claimed, pass }])
      return toSend ? object(toSend) : { kind: 'classMissing' }
    },
    async settled() {
      for (const each of underWay.values()) while (each.size > 0) await Promise.allSettled(each)
    },
  }
}

async function withPasses(
  { core }: GoogleDeps,
  customerId: string,
  claimed: readonly ClaimedObject[],
): Promise<ObjectToSend[]> {
  if (claimed.length === 0) return []
  const ids = claimed.map(({ passId }) => passId)
  const passes = await findPasses(core.database.db, core.keys, customerId, ids)
  const found = claimed.flatMap((one) => {
    const pass = passes.get(one.passId)
    return pass ? [{ claimed: one, pass }] : []
  })
  return withClasses(core.database.pool, customerId, found)
}

/** Those whose class Google has. */
async function withClasses(
  pool: pg.Pool,
  customerId: string,
  objects: readonly Omit<ObjectToSend, 'ofClass'>[],
): Promise<ObjectToSend[]> {
  const { rows } = await pool.query<{ campaign_id: string; class_id: string; object_paths: string[] }>({
    name: 'google_classes_of_objects',
    text: `select campaign_id, class_id, object_paths from google_classes
      where customer_id = $1 and campaign_id = any($2::text[]) and sent_number is not null`,
    values: [customerId, [...new Set(objects.map(({ pass }) => pass.campaignId))]],
  })
  const classes = new Map(
    rows.map((row) => [row.campaign_id, { classId: row.class_id, objectPaths: row.object_paths }]),
  )
  return objects.flatMap((one) => {
    const ofClass = classes.get(one.pass.campaignId)
    return ofClass ? [{ ...one, ofClass }] : []
  })
}
