import type pg from 'pg'
import { leaseMs } from './schedule.ts'

/** One push that this process is to send: to a device, for a pass type. */
export interface DuePush {
  readonly customerId: string
  readonly deviceId: string
  readonly passTypeId: string
  readonly pushToken: string
  /** What the phone is to learn of: a log number. */
  readonly number: number
  /** Failed pushes in a row before this one. */
  readonly failures: number
}

/**
 * Claims pushes that are due. Whoever claims and dies leaves them to others after the lease. A phone that has asked by
 * itself meanwhile is not pushed to: it would find nothing, and count that against us.
 */
export async function claimDue(pool: pg.Pool, limit: number, at: Date): Promise<DuePush[]> {
  const { rows } = await pool.query<ClaimedRow>({
    name: 'push_claim_due',
    text: claimStatement,
    values: [at, new Date(at.getTime() + leaseMs), limit],
  })
  return rows.filter(({ claimed }) => claimed).map(duePush)
}

interface ClaimedRow {
  customer_id: string
  device_id: string
  pass_type_id: string
  push_token: string
  wanted_number: number
  failures: number
  claimed: boolean
}

function duePush(row: ClaimedRow): DuePush {
  return {
    customerId: row.customer_id,
    deviceId: row.device_id,
    passTypeId: row.pass_type_id,
    pushToken: row.push_token,
    number: row.wanted_number,
    failures: row.failures,
  }
}

const claimStatement = `
  with due as (
    select customer_id, device_id, pass_type_id, wanted_number from push_targets
    where due_at <= $1 order by due_at limit $3 for update skip locked
  ), looked_at as (
    select due.*, d.push_token, f.retry_at, exists (
      select from registrations r
      where r.customer_id = due.customer_id and r.device_id = due.device_id and r.pass_type_id = due.pass_type_id
        and (r.listed_number is null or r.listed_number < due.wanted_number)) as stale
    from due
    left join devices d on d.customer_id = due.customer_id and d.id = due.device_id
    left join push_faults f on f.pass_type_id = due.pass_type_id and f.retry_at > $1
  )
  update push_targets t
  set due_at = case when not l.stale then null else coalesce(l.retry_at, $2) end
  from looked_at l
  where t.customer_id = l.customer_id and t.device_id = l.device_id and t.pass_type_id = l.pass_type_id
  returning t.customer_id, t.device_id, t.pass_type_id, l.push_token, t.wanted_number, t.failures,
    l.stale and l.retry_at is null as claimed`

/**
 * Makes second pushes due for phones that have been pushed to and have not asked since.
 *
 * @returns how many targets were looked at
 */
export async function checkUnlisted(pool: pg.Pool, limit: number, at: Date): Promise<number> {
  const { rowCount } = await pool.query({ name: 'push_check_unlisted', text: checkStatement, values: [at, limit] })
  return rowCount ?? 0
}

const checkStatement = `
  with late as (
    select customer_id, device_id, pass_type_id, wanted_number from push_targets
    where check_at <= $1 order by check_at limit $2 for update skip locked
  ), looked_at as (
    select late.*, exists (
      select from registrations r
      where r.customer_id = late.customer_id and r.device_id = late.device_id and r.pass_type_id = late.pass_type_id
        and (r.listed_number is null or r.listed_number < late.wanted_number)) as stale
    from late
  )
  update push_targets t
  set check_at = null,
      due_at = case when l.stale then coalesce(t.due_at, $1) else t.due_at end,
      repeats = case when l.stale then t.repeats + 1 else t.repeats end
  from looked_at l
  where t.customer_id = l.customer_id and t.device_id = l.device_id and t.pass_type_id = l.pass_type_id`
