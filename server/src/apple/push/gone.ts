import { sql } from 'kysely'
import { appendEvents } from '../../log/append.ts'
import { transact } from '../../log/transact.ts'
import type { Core } from '../../passes/core.ts'

/** A device whose push token APNs calls dead. */
export interface Gone {
  readonly deviceId: string
  readonly passTypeId: string
  readonly pushToken: string
  /** Since when the token is dead, as APNs says; or when the push was sent, if it does not. */
  readonly since: Date
}

/**
 * Ends the registrations of dead push tokens for a pass type, unless the phone has registered since, or has another
 * token by now. Locks as unregistering does: passes first, then devices.
 */
export async function removeGone(core: Core, customerId: string, gone: readonly Gone[]): Promise<void> {
  if (gone.length === 0) return
  const at = core.clock.now()
  const list = sql`unnest(${gone.map((one) => one.deviceId)}::text[], ${gone.map((one) => one.passTypeId)}::text[],
    ${gone.map((one) => one.pushToken)}::text[], ${gone.map((one) => one.since)}::timestamptz[])
    as g (device_id, pass_type_id, push_token, since)`
  await transact(core, customerId, async (trx) => {
    const registrations = sql`registrations r join ${list} on r.device_id = g.device_id and r.pass_type_id = g.pass_type_id
      where r.customer_id = ${customerId} and r.confirmed_at <= g.since`
    await sql`select from passes where customer_id = ${customerId} and id in (select r.pass_id from ${registrations})
      order by id for no key update`.execute(trx)
    await sql`select from devices d where customer_id = ${customerId} and id = any(${gone.map((one) => one.deviceId)}::text[])
      order by id for update`.execute(trx)
    const { rows } = await sql<{ pass_id: string; campaign_id: string }>`
      delete from registrations x using ${list}, devices d, passes p
      where x.customer_id = ${customerId} and x.device_id = g.device_id and x.pass_type_id = g.pass_type_id
        and x.confirmed_at <= g.since
        and d.customer_id = x.customer_id and d.id = x.device_id and d.push_token = g.push_token
        and p.customer_id = x.customer_id and p.id = x.pass_id
      returning x.pass_id, p.campaign_id`.execute(trx)
    await sql`
      delete from push_targets t using ${list}
      where t.customer_id = ${customerId} and t.device_id = g.device_id and t.pass_type_id = g.pass_type_id
        and not exists (select from registrations r
          where r.customer_id = t.customer_id and r.device_id = t.device_id and r.pass_type_id = t.pass_type_id)`.execute(
      trx,
    )
    await sql`
      delete from devices d where d.customer_id = ${customerId} and d.id = any(${gone.map((one) => one.deviceId)}::text[])
        and not exists (select from registrations r where r.customer_id = d.customer_id and r.device_id = d.id)`.execute(
      trx,
    )
    await appendEvents(
      trx,
      rows.map((row) => ({
        customerId,
        passId: row.pass_id,
        campaignId: row.campaign_id,
        type: 'delete' as const,
        at,
        visible: false,
        data: { wallet: 'apple', reason: 'gone' },
      })),
    )
  })
}
