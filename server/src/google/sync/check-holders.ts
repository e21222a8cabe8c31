import type { Vertical } from '@billfold/google-wallet'
import { sql } from 'kysely'
import type { GoogleDeps } from '../deps.ts'
import type { ClaimedCheck } from './claim.ts'
import type { Judge } from './judge.ts'
import { type Failure, failureOf } from './outcome.ts'
import { reconcileHolders } from './reconcile.ts'
import { nextCheckMs } from './schedule.ts'

/** Asks Google whether anybody has a pass of which no callback has come since its link was opened. */
export async function checkHolders(
  deps: GoogleDeps,
  judge: Judge,
  check: ClaimedCheck,
  call: { readonly signal: AbortSignal },
): Promise<void> {
  const { core } = deps
  const startedAt = core.clock.now()
  const outcome = await judge.judge(check, startedAt, await ask(deps, check, call).catch(failureOf))
  const at = core.clock.now()
  if (outcome.kind !== 'accepted') return postpone(deps, check, outcome, at)
  await reconcileHolders(core, check, outcome.hasUsers)
  const waitMs = outcome.hasUsers ? undefined : nextCheckMs(check.checks + 1)
  const checkAt = waitMs === undefined ? null : new Date(at.getTime() + waitMs)
  // A callback that came meanwhile has ended the checks, and a link that was opened has begun them anew.
  await sql`
    update google_objects set checks = ${check.checks + 1}, check_at = ${checkAt}
    where customer_id = ${check.customerId} and pass_id = ${check.passId} and check_at = ${check.leaseEnd}`.execute(
    core.database.db,
  )
}

async function ask({ clients, core }: GoogleDeps, check: ClaimedCheck, { signal }: { readonly signal: AbortSignal }) {
  const { customerId, campaignId, objectId } = check
  const { vertical } = await core.database.db
    .selectFrom('google_classes')
    .select('vertical')
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  const { wallet } = await clients.of(check)
  const { hasUsers } = await wallet.objects(vertical as Vertical).get(objectId, { signal, priority: 'broadcast' })
  return { kind: 'accepted', sent: true, hasUsers: hasUsers === true } as const
}

/** Asks again when whatever it was may be over. */
async function postpone({ core }: GoogleDeps, check: ClaimedCheck, failure: Failure, at: Date): Promise<void> {
  const isOver = failure.kind === 'refused' || failure.kind === 'classMissing'
  const checkAt = isOver ? null : failure.kind === 'later' ? new Date(at.getTime() + retryAfterMs) : at
  await sql`
    update google_objects set check_at = ${checkAt}
    where customer_id = ${check.customerId} and pass_id = ${check.passId} and check_at = ${check.leaseEnd}`.execute(
    core.database.db,
  )
}

const retryAfterMs = 10 * 60_000
