import type { Core } from '../../passes/core.ts'
import type { ClaimedObject } from './claim.ts'
import type { Failure, Unfit } from './outcome.ts'
import { retryMs } from './schedule.ts'
import type { SentObject } from './send-object.ts'

export type ObjectOutcome = SentObject | Unfit | Failure

/** An object and what came of sending it. */
export interface SettledObject {
  readonly claimed: ClaimedObject
  readonly outcome: ObjectOutcome
}

/** Writes down what came of sending objects, in one statement however many they are. */
export async function recordObjects({ database }: Core, settled: readonly SettledObject[], at: Date): Promise<void> {
  const rows = settled.map(({ claimed, outcome }) => ({ claimed, ...rowOf(outcome, claimed, at) }))
  const accepted = rows.map(({ outcome }) => outcome === 'accepted')
  await database.pool.query({
    name: 'google_record_objects',
    text: recordStatement,
    values: [
      rows.map(({ claimed }) => claimed.customerId),
      rows.map(({ claimed }) => claimed.passId),
      rows.map(({ claimed }) => claimed.number),
      accepted,
      rows.map(({ sent }) => sent ?? false),
      rows.map(({ outcome }) => outcome),
      rows.map(({ answer }) => answer ?? null),
      rows.map(({ retryAt }) => retryAt ?? null),
      rows.map(({ failures }) => failures ?? 0),
      rows.map(({ digest }) => digest ?? null),
      rows.map(({ announced }) => (announced ? JSON.stringify(announced) : null)),
      rows.map(({ notified }) => notified ?? false),
      at,
    ],
  })
}

interface Row {
  /** Null: as it was. */
  readonly outcome: string | null
  readonly answer?: string | undefined
  readonly retryAt?: Date
  readonly failures?: number
  readonly sent?: boolean
  readonly digest?: Buffer
  readonly announced?: object
  readonly notified?: boolean
}

function rowOf(outcome: ObjectOutcome, { failures }: ClaimedObject, at: Date): Row {
  const again = (reason: string, afterMs = 0) => ({
    outcome: reason,
    retryAt: new Date(at.getTime() + Math.max(afterMs, retryMs(failures))),
    failures: Math.min(failures + 1, 100),
  })
  switch (outcome.kind) {
    case 'accepted': {
      const { sent, digest, announced, notified, remark } = outcome
      return { outcome: 'accepted', answer: remark, sent, digest, announced, notified }
    }
    case 'unfit':
    case 'refused':
      return { outcome: outcome.reason, answer: outcome.answer }
    case 'later':
      return { ...again(outcome.reason, outcome.afterMs), answer: outcome.answer }
    case 'classMissing':
      return { ...again('ClassMissing'), answer: 'Google does not have the class of the campaign.' }
    // What stands in the way holds everything back, and not this object longer than others.
    case 'obstacle':
      return { outcome: outcome.obstacle.reason, answer: outcome.obstacle.explanation, retryAt: at, failures }
    case 'released':
      return { outcome: null, retryAt: at, failures }
  }
}

// A change that came while it was under way is owed still. Of a failure it is not known what Google has now.
const recordStatement = `
  with settled as (
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[], $5::boolean[], $6::text[], $7::text[],
      $8::timestamptz[], $9::smallint[], $10::bytea[], $11::text[], $12::boolean[])
      as s (customer_id, pass_id, number, accepted, sent, outcome, answer, retry_at, failures, digest, announced, notified)
  ), held as (
    select o.customer_id, o.pass_id from google_objects o
    join settled s on s.customer_id = o.customer_id and s.pass_id = o.pass_id
    order by o.customer_id, o.pass_id for no key update of o
  )
  update google_objects o
  set outcome = coalesce(s.outcome, o.outcome),
      answer = case when s.outcome is null then o.answer else s.answer end,
      answered_at = case when s.outcome is null then o.answered_at else $13 end,
      failures = s.failures,
      due_at = case when s.retry_at is not null then s.retry_at when o.wanted_number > s.number then $13 end,
      sent_number = case when s.accepted then s.number else o.sent_number end,
      sent_at = case when s.sent then $13 else o.sent_at end,
      digest = s.digest,
      announced = case when s.accepted then s.announced::jsonb else o.announced end,
      notified_at = case when s.notified
        then array(select x from unnest(o.notified_at || $13::timestamptz) x order by x desc limit 3)
        else o.notified_at end
  from settled s, held h
  where o.customer_id = s.customer_id and o.pass_id = s.pass_id
    and h.customer_id = s.customer_id and h.pass_id = s.pass_id`
