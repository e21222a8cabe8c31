import { sql } from 'kysely'
import { clearFaultsOf, raiseFault } from './faults.ts'
import { type Gone, removeGone } from './gone.ts'
import { outcomeText } from './outcomes.ts'
import type { Undelivered } from './pusher.ts'
import { pageLeaseMs, retryMs } from './schedule.ts'
import type { PushDeps } from './sender.ts'
import { claimPage, completePage, extendLease, postponePage, type WalkPage } from './walk-pages.ts'

/** Pushes to the devices of changed campaigns, page by page. */
export interface Walker {
  /** Begins a page, if there is one, as soon as there is room for it. Says whether to call again at once. */
  step(): Promise<boolean>
  /** Resolves once the pages under way are written down, or given back. */
  settled(): Promise<void>
}

/** While one is pushed the next is claimed, so that the connection is never idle. */
const pagesAtOnce = 2

type Failed = WalkPage['devices'][number] & Undelivered

/** @param pageSize devices; twice as many are pushed to again at most when the process is killed */
export function openWalker(deps: PushDeps, pageSize = 2500): Walker {
  const { core, clients, logger } = deps
  const { database, clock } = core
  const underWay = new Set<Promise<void>>()

  const work = async (page: WalkPage) => {
    const heartbeat = setInterval(() => void extendLease(database, page, clock.now()).catch(() => {}), pageLeaseMs / 4)
    try {
      const pusher = await clients.of(page.passTypeId)
      const startedAt = clock.now()
      const undelivered = await pusher.pushAll(page.devices.map(({ pushToken }) => pushToken))
      if (undelivered === 'interrupted') await postponePage(database, page, clock.now())
      else await settle(deps, page, undelivered, startedAt)
    } catch (error) {
      logger.warn({ err: error }, 'a page of a walk could not be finished; after its lease it is pushed again')
    } finally {
      clearInterval(heartbeat)
    }
  }

  return {
    async step() {
      if (underWay.size === pagesAtOnce) await Promise.race(underWay)
      const page = await claimPage(database, pageSize, clock.now())
      if (page === 'none') return false
      if (page === 'retry') return true
      const working = work(page).finally(() => underWay.delete(working))
      underWay.add(working)
      return true
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}

async function settle(
  deps: PushDeps,
  page: WalkPage,
  undelivered: readonly Undelivered[],
  startedAt: Date,
): Promise<void> {
  const failures = undelivered.map((one): Failed => ({ ...page.devices[one.index]!, ...one }))
  const { core, logger } = deps
  const { database, clock } = core
  const at = clock.now()
  const gone = failures.flatMap((failed): Gone[] =>
    failed.outcome.kind === 'gone'
      ? [{ ...failed, passTypeId: page.passTypeId, since: failed.outcome.since ?? startedAt }]
      : [],
  )
  await removeGone(core, page.customerId, gone)
  await keepFailures(deps, page, failures, at)
  const fault = failures.find(({ outcome }) => outcome.kind === 'misconfigured')?.outcome
  if (fault?.kind === 'misconfigured') {
    await postponePage(database, page, await raiseFault({ db: database.db, logger }, page, fault, at))
    return
  }
  const failed = failures.length
  if (failed < page.devices.length) await clearFaultsOf(database.db, [page.passTypeId], at)
  await completePage(database, page, { delivered: page.devices.length - failed, failed }, at)
}

/** A phone that the walk could not reach is owed a push of its own from now on. */
async function keepFailures({ core }: PushDeps, page: WalkPage, failures: readonly Failed[], at: Date): Promise<void> {
  const kept = failures.filter(({ outcome }) => outcome.kind !== 'misconfigured' && outcome.kind !== 'gone')
  if (kept.length === 0) return
  const dueAts = kept.map(({ outcome }) =>
    outcome.kind === 'later' ? new Date(at.getTime() + Math.max(outcome.afterMs ?? 0, retryMs(0))) : null,
  )
  await sql`
    insert into push_targets as t (customer_id, device_id, pass_type_id, wanted_number, due_at, outcome, failures)
    select ${page.customerId}, f.device_id, ${page.passTypeId}, ${page.number}, f.due_at, f.outcome, 1
    from unnest(${kept.map((one) => one.deviceId)}::text[], ${dueAts}::timestamptz[],
      ${kept.map((one) => outcomeText(one.outcome))}::text[]) as f (device_id, due_at, outcome)
    order by f.device_id
    on conflict (customer_id, device_id, pass_type_id) do update
    set wanted_number = greatest(t.wanted_number, excluded.wanted_number), outcome = excluded.outcome,
        due_at = coalesce(t.due_at, excluded.due_at), failures = 1, repeats = 0, check_at = null`.execute(
    core.database.db,
  )
}
