import type { PushOutcome } from '@billfold/apns'
import { sql } from 'kysely'
import { clearFaultsOf, raiseFault } from './faults.ts'
import { type Gone, removeGone } from './gone.ts'
import { outcomeText } from './outcomes.ts'
import { openPace } from './pace.ts'
import { pageLeaseMs, retryMs } from './schedule.ts'
import type { PushDeps } from './sender.ts'
import { claimPage, completePage, extendLease, postponePage, type WalkPage } from './walk-pages.ts'

/** Pushes to the devices of changed campaigns, page by page. */
export interface Walker {
  /** Works on one page, if there is one. Says whether to call again at once. */
  step(): Promise<boolean>
  /** Gives the page under way back, so that another process goes on with it at once. */
  stop(): void
}

type Failure = Exclude<PushOutcome, { kind: 'delivered' }>
type Device = WalkPage['devices'][number]
type Failed = Device & { readonly outcome: Failure; readonly startedAt: Date }

export function openWalker(deps: PushDeps, pageSize = 5000): Walker {
  const { core, clients } = deps
  const { database, clock } = core
  const pace = openPace()
  let stopping = false

  /** Those pushes that were not delivered; everything else of a page is proved by the page itself. */
  const pushTo = async (page: WalkPage): Promise<Failed[]> => {
    const pusher = await clients.of(page.passTypeId)
    const failures: Failed[] = []
    let misconfigured = false
    const push = async (device: Device) => {
      const startedAt = clock.now()
      const outcome = await pusher.push(device.pushToken)
      if (outcome.kind !== 'delivered') failures.push({ ...device, outcome, startedAt })
      if (outcome.kind === 'misconfigured') misconfigured = true
      pace.done()
    }
    const underWay: Promise<void>[] = []
    for (const device of page.devices) {
      await pace.begin()
      await pusher.ready()
      if (misconfigured || stopping) {
        pace.done()
        break
      }
      underWay.push(push(device))
    }
    await Promise.all(underWay)
    return failures
  }

  return {
    async step() {
      const page = await claimPage(database, pageSize, clock.now())
      if (page === 'none') return false
      if (page === 'retry') return true
      const heartbeat = setInterval(
        () => void extendLease(database, page, clock.now()).catch(() => {}),
        pageLeaseMs / 4,
      )
      try {
        const failures = await pushTo(page)
        if (stopping) await postponePage(database, page, clock.now())
        else await settle(deps, page, failures)
      } finally {
        clearInterval(heartbeat)
      }
      return true
    },
    stop() {
      stopping = true
      pace.stop()
    },
  }
}

async function settle(deps: PushDeps, page: WalkPage, failures: readonly Failed[]): Promise<void> {
  const { core, logger } = deps
  const { database, clock } = core
  const at = clock.now()
  const gone = failures.flatMap((failed): Gone[] =>
    failed.outcome.kind === 'gone'
      ? [{ ...failed, passTypeId: page.passTypeId, since: failed.outcome.since ?? failed.startedAt }]
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
