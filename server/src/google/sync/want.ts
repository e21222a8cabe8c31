import { sql } from 'kysely'
import type { Pass } from '../../passes/pass.ts'
import { type Trx, write } from '../../platform/database.ts'
import { rankOf } from '../budget/priorities.ts'
import { type ClaimedObject, claimedObject, objectColumns } from './claim.ts'
import { leaseMs, nextCheckMs } from './schedule.ts'

/** Has Google's copies of passes brought up to date, of those that it has. */
export async function wantObjects(
  trx: Trx,
  customerId: string,
  changes: ReadonlyMap<string, number>,
  at: Date,
): Promise<void> {
  if (changes.size === 0) return
  const statement = sql`
    with changed as (
      select o.pass_id, w.number
      from unnest(${[...changes.keys()]}::text[], ${[...changes.values()]}::bigint[]) as w (pass_id, number)
      join google_objects o on o.customer_id = ${customerId} and o.pass_id = w.pass_id
      order by o.pass_id for no key update of o
    )
    update google_objects o
    set wanted_number = greatest(o.wanted_number, c.number),
        priority = case when o.due_at is null then ${rankOf('update')} else least(o.priority, ${rankOf('update')}) end,
        due_at = coalesce(o.due_at, ${at}),
        failures = 0
    from changed c where o.customer_id = ${customerId} and o.pass_id = c.pass_id`
  await write(trx, statement.compile(trx))
}

/** Has the classes of campaigns made or brought up to date: of those that are published and have an issuer. */
export async function wantClasses(
  trx: Trx,
  customerId: string,
  changes: ReadonlyMap<string, number>,
  at: Date,
): Promise<void> {
  if (changes.size === 0) return
  await sql`
    insert into google_classes as c (customer_id, campaign_id, configuration_id, class_id, wanted_number, due_at)
    select k.customer_id, k.id, i.id, i.issuer_id || '.' || k.id, w.number, ${at}
    from unnest(${[...changes.keys()]}::text[], ${[...changes.values()]}::bigint[]) as w (campaign_id, number)
    join campaigns k on k.customer_id = ${customerId} and k.id = w.campaign_id and k.revision is not null
    join wallet_configurations i on i.customer_id = k.customer_id and i.id = k.google_configuration_id
    order by k.id
    on conflict (customer_id, campaign_id) do update
    set wanted_number = greatest(c.wanted_number, excluded.wanted_number), due_at = coalesce(c.due_at, excluded.due_at),
        failures = 0`.execute(trx)
}

/** A pass's object when its link is opened. */
export interface OpenedObject {
  readonly objectId: string
  /** Whether Google has it, so that it can be saved. */
  readonly known: boolean
  /** The object, if whoever opens the link is to send it: Google has none, takes some now, and nobody else is at it. */
  readonly claimed: ClaimedObject | undefined
  /** Whether somebody else is sending it. */
  readonly underWay: boolean
}

/** A refusal is not asked for again at once by whoever opens the link again. */
const refusalCountsMs = 60_000

/**
 * Notes, in the transaction that opens a pass's link, that Google is to have it; and claims the object for who opens the
 * link, unless Google knows it. If that process dies, it is due after the lease like any other.
 *
 * @param issuer whose pass it is
 */
export async function openObject(
  trx: Trx,
  pass: Pick<Pass, 'customerId' | 'id' | 'campaignId' | 'serial' | 'version'>,
  { configurationId, issuerId }: { configurationId: string; issuerId: string },
  at: Date,
): Promise<OpenedObject> {
  const { customerId, id: passId, campaignId } = pass
  const objectId = `${issuerId}.${pass.serial}`
  const after = (ms: number) => new Date(at.getTime() + ms)
  await sql`
    insert into google_objects (customer_id, pass_id, campaign_id, configuration_id, object_id, priority, wanted_number, due_at, opened_at)
    values (${customerId}, ${passId}, ${campaignId}, ${configurationId}, ${objectId}, ${rankOf('open')}, ${pass.version}, ${at}, ${at})
    on conflict (customer_id, pass_id) do nothing`.execute(trx)
  const isObject = sql`o.customer_id = ${customerId} and o.pass_id = ${passId}`
  const { rows } = await sql<
    Parameters<typeof claimedObject>[0] & Omit<OpenedObject, 'claimed'> & { claimed: boolean }
  >`
    with held as (
      select o.digest, o.due_at > ${at} and o.failures = 0 as under_way,
        o.sent_number is null
        and (o.due_at <= ${at} or (o.due_at is null and o.answered_at < ${after(-refusalCountsMs)}))
        and exists (select from google_classes c
          where c.customer_id = ${customerId} and c.campaign_id = ${campaignId} and c.sent_number is not null)
        and not exists (select from google_faults f
          where f.customer_id = ${customerId} and f.configuration_id = ${configurationId} and f.retry_at > ${at}) as claimed
      from google_objects o where ${isObject} for no key update of o
    )
    update google_objects o
    set opened_at = ${at},
        priority = ${rankOf('open')},
        due_at = case when h.claimed then ${after(leaseMs)}::timestamptz else o.due_at end,
        checks = case when o.saved_at is null then 0 else o.checks end,
        check_at = case when o.saved_at is null then ${after(nextCheckMs(0) ?? 0)}::timestamptz else o.check_at end
    from held h where ${isObject}
    returning ${sql.raw(objectColumns)}, h.digest, h.claimed, o.sent_number is not null as known,
      coalesce(h.under_way, false) as "underWay"`.execute(trx)
  const row = rows[0]!
  return { objectId, known: row.known, claimed: row.claimed ? claimedObject(row) : undefined, underWay: row.underWay }
}
