import type { PushOutcome } from '@billfold/apns'
import type { Core } from '../../passes/core.ts'
import type { Logger } from '../../platform/logger.ts'
import type { DuePush } from './claim-due.ts'
import { clearFaultsOf, raiseFault } from './faults.ts'
import { type Gone, removeGone } from './gone.ts'
import { joinMs, nextSecondPushMs, retryMs, secondPushesMs } from './schedule.ts'

/** A push and what came of it. */
export interface Settled {
  readonly push: DuePush
  readonly outcome: PushOutcome
  readonly startedAt: Date
}

/** What a push's outcome says, kept beside what is owed: `delivered`, or APNs's reason. */
export function outcomeText(outcome: PushOutcome): string {
  return outcome.kind === 'delivered' ? outcome.kind : outcome.reason
}

/** Writes down what came of pushes, in a few statements however many they are. */
export async function recordOutcomes(
  deps: { core: Core; logger: Logger },
  settled: readonly Settled[],
  at: Date,
): Promise<void> {
  const { core, logger } = deps
  for (const [customerId, gone] of goneByCustomer(settled)) await removeGone(core, customerId, gone)
  const retryAtOfFault = new Map<string, Date>()
  for (const { push, outcome } of settled) {
    if (outcome.kind !== 'misconfigured' || retryAtOfFault.has(push.passTypeId)) continue
    const { db } = core.database
    retryAtOfFault.set(push.passTypeId, await raiseFault({ db, logger }, push, outcome, at))
  }
  const working = settled.filter(
    ({ push, outcome }) => outcome.kind === 'delivered' && !retryAtOfFault.has(push.passTypeId),
  )
  if (working.length > 0) await clearFaultsOf(core.database.db, new Set(working.map(({ push }) => push.passTypeId)), at)
  const refused = settled.find(({ outcome }) => outcome.kind === 'refused')
  if (refused)
    logger.error({ reason: outcomeText(refused.outcome) }, 'APNs finds a push malformed: this is a fault of Billfold')

  const rows = settled.map((one) => ({ ...one, ...nextTry(one, retryAtOfFault, at) }))
  await core.database.pool.query({
    name: 'push_record_outcomes',
    text: recordStatement,
    values: [
      rows.map(({ push }) => push.customerId),
      rows.map(({ push }) => push.deviceId),
      rows.map(({ push }) => push.passTypeId),
      rows.map(({ push }) => push.number),
      rows.map(({ outcome }) => outcomeText(outcome)),
      rows.map(({ retryAt }) => retryAt),
      rows.map(({ failures }) => failures),
      at,
      joinMs,
      secondPushesMs.map((_, made) => nextSecondPushMs(made)),
    ],
  })
}

const goneTries = 3

/** When to push again, and how many failures in a row it makes. A fault of the pass type is not the phone's. */
function nextTry(
  { push, outcome }: Settled,
  retryAtOfFault: ReadonlyMap<string, Date>,
  at: Date,
): { retryAt: Date | null; failures: number } {
  if (outcome.kind === 'misconfigured') return { retryAt: retryAtOfFault.get(push.passTypeId) ?? null, failures: 0 }
  // What is still there of a device that was called dead has registered again since, perhaps with another token.
  const again = outcome.kind === 'later' || (outcome.kind === 'gone' && push.failures < goneTries)
  if (!again) return { retryAt: null, failures: 0 }
  const afterMs = outcome.kind === 'later' ? (outcome.afterMs ?? 0) : 0
  const waitMs = Math.max(afterMs, retryMs(push.failures))
  return { retryAt: new Date(at.getTime() + waitMs), failures: Math.min(push.failures + 1, 100) }
}

function goneByCustomer(settled: readonly Settled[]): Map<string, Gone[]> {
  const byCustomer = new Map<string, Gone[]>()
  for (const { push, outcome, startedAt } of settled) {
    if (outcome.kind !== 'gone') continue
    const list = byCustomer.get(push.customerId) ?? []
    list.push({ ...push, since: outcome.since ?? startedAt })
    byCustomer.set(push.customerId, list)
  }
  return byCustomer
}

// A change that came while the push was under way is owed still: joined with what comes within the next seconds.
const recordStatement = `
  with settled as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[], $7::smallint[])
      as s (customer_id, device_id, pass_type_id, number, outcome, retry_at, failures)
  ), held as (
    select t.customer_id, t.device_id, t.pass_type_id from push_targets t
    join settled s on s.customer_id = t.customer_id and s.device_id = t.device_id and s.pass_type_id = t.pass_type_id
    order by t.customer_id, t.device_id, t.pass_type_id for update of t
  )
  update push_targets t
  set outcome = s.outcome,
      failures = s.failures,
      pushed_at = case when s.outcome = 'delivered' then $8 else t.pushed_at end,
      pushed_number = case when s.outcome = 'delivered' then s.number else t.pushed_number end,
      due_at = case when s.retry_at is not null then s.retry_at
                    when t.wanted_number > s.number then $8 + $9::bigint * interval '1 ms' end,
      check_at = case when s.outcome = 'delivered' and t.wanted_number = s.number
                      then $8 + ($10::bigint[])[t.repeats + 1] * interval '1 ms' end
  from settled s, held h
  where t.customer_id = s.customer_id and t.device_id = s.device_id and t.pass_type_id = s.pass_type_id
    and h.customer_id = s.customer_id and h.device_id = s.device_id and h.pass_type_id = s.pass_type_id`
