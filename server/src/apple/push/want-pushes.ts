import { sql } from 'kysely'
import { type Trx, write } from '../../platform/database.ts'
import { joinMs } from './schedule.ts'

/** A pass that shows something else since a log number, and when its phones may hear of it at the earliest. */
export interface Want {
  readonly passId: string
  readonly number: number
  readonly dueAt: Date
}

/**
 * Has every phone that holds one of the passes pushed to: at once, or, if its last push was less than 10 seconds ago,
 * together with all else that happens until then. Phones that know already are left in peace.
 */
export async function wantPushes(trx: Trx, customerId: string, wants: readonly Want[]): Promise<void> {
  if (wants.length === 0) return
  const passIds = wants.map((want) => want.passId)
  const numbers = wants.map((want) => want.number)
  const dueAts = wants.map((want) => want.dueAt)
  const statement = sql`
    insert into push_targets as t (customer_id, device_id, pass_type_id, wanted_number, due_at)
    select r.customer_id, r.device_id, r.pass_type_id, max(w.number), min(w.due_at)
    from unnest(${passIds}::text[], ${numbers}::bigint[], ${dueAts}::timestamptz[]) as w (pass_id, number, due_at)
    join registrations r on r.customer_id = ${customerId} and r.pass_id = w.pass_id
    where r.listed_number is null or r.listed_number < w.number
    group by r.customer_id, r.device_id, r.pass_type_id
    order by r.customer_id, r.device_id, r.pass_type_id
    on conflict (customer_id, device_id, pass_type_id) do update
    set wanted_number = greatest(t.wanted_number, excluded.wanted_number),
        due_at = coalesce(t.due_at, greatest(excluded.due_at, t.pushed_at + ${joinMs} * interval '1 ms')),
        repeats = 0,
        check_at = null`
  await write(trx, statement.compile(trx))
}

/** Owes nothing any more to a device that holds no pass of the type. */
export async function forgetUnregistered(
  trx: Trx,
  customerId: string,
  deviceId: string,
  passTypeId: string,
): Promise<void> {
  await sql`
    delete from push_targets t
    where t.customer_id = ${customerId} and t.device_id = ${deviceId} and t.pass_type_id = ${passTypeId}
      and not exists (select from registrations r
        where r.customer_id = t.customer_id and r.device_id = t.device_id and r.pass_type_id = t.pass_type_id)`.execute(
    trx,
  )
}
