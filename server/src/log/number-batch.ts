import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Trx, write } from '../platform/database.ts'
import { chainAudit } from './audit-chain.ts'

/** What events change, and whose versions the sequencer therefore sets. The core of passes supplies it. */
export interface Versions {
  /** Locks these rows without waiting and says which it got; the others are in a transaction's hands. */
  lockPasses(trx: Trx, customerId: string, passIds: readonly string[]): Promise<ReadonlySet<string>>
  /** The revision in force of each of these campaigns. */
  revisionsOf(trx: Trx, customerId: string, campaignIds: readonly string[]): Promise<ReadonlyMap<string, number | null>>
  lockCampaigns(trx: Trx, customerId: string, campaignIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Sets version and stamp of locked rows; returns the greatest stamp given. */
  stampPasses(trx: Trx, customerId: string, versions: ReadonlyMap<string, number>, now: Date): Promise<Date>
  stampCampaigns(
    trx: Trx,
    customerId: string,
    versions: ReadonlyMap<string, number>,
    now: Date,
    after: Date,
  ): Promise<Date>
}

/** `done`: nothing more is waiting; `more`: the batch was full; `held`: a row or the counter is in other hands. */
export type BatchOutcome = 'done' | 'more' | 'held'

const batchSize = 1000

interface Waiting {
  seq: number
  pass_id: string | null
  campaign_id: string | null
  visible: boolean
  revision: number | null
  audit: boolean
}

/**
 * Gives one customer's committed events their numbers, in one transaction: claims the customer's counter, locks what
 * the events change, moves the rows to the log, sets versions and stamps. An event whose pass is locked by a
 * transaction waits with all other events of that pass, so the order within a pass holds.
 */
export function numberBatch(
  options: { database: Database; clock: Clock; versions: Versions },
  customerId: string,
): Promise<BatchOutcome> {
  const { versions } = options
  return options.database.db.transaction().execute(async (trx) => {
    const counter = await trx
      .selectFrom('log_counters')
      .select(['last_number', 'greatest_stamp', 'audit_hash'])
      .where('customer_id', '=', customerId)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!counter) return 'held'
    const { events, more, held } = await nextEvents(trx, versions, customerId)
    if (events.length === 0) return held ? 'held' : 'done'

    const numbered = events.map((event, index) => ({ ...event, number: counter.last_number + 1 + index }))
    const { passes, campaigns } = visibleVersions(numbered)
    const now = options.clock.now()
    let greatest = counter.greatest_stamp
    if (campaigns.size > 0)
      greatest = later(greatest, await versions.stampCampaigns(trx, customerId, campaigns, now, greatest))
    await move(trx, customerId, numbered)
    const audited = numbered.filter((event) => event.audit).map((event) => event.number)
    const auditHash = await chainAudit(trx, customerId, audited, counter.audit_hash)
    if (passes.size > 0) greatest = later(greatest, await versions.stampPasses(trx, customerId, passes, now))
    const counted = trx
      .updateTable('log_counters')
      .set({ last_number: counter.last_number + events.length, greatest_stamp: greatest, audit_hash: auditHash })
      .where('customer_id', '=', customerId)
    await write(trx, counted.compile())
    // One a batch, for those who follow the log in any process.
    await write(trx, sql`select pg_notify('billfold_log', ${customerId})`.compile(trx))
    return more ? 'more' : held ? 'held' : 'done'
  })
}

/** The oldest waiting events that may be numbered now, and whether others wait: beyond them, or for a lock. */
async function nextEvents(
  trx: Trx,
  versions: Versions,
  customerId: string,
): Promise<{ events: readonly Waiting[]; more: boolean; held: boolean }> {
  /** Passes and campaigns in other hands, which may be let go meanwhile: their later events must not go first. */
  const passedOver = new Set<string>()
  for (let after = 0; ; ) {
    const waiting = await trx
      .selectFrom('log_unnumbered')
      .select(['seq', 'pass_id', 'campaign_id', 'visible', 'revision', 'audit'])
      .where('customer_id', '=', customerId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(batchSize)
      .execute()
    const candidates = waiting.filter((event) => !passedOver.has(subjectOf(event)))
    const events = await lockSubjects(trx, versions, customerId, candidates)
    const locked = new Set(events)
    for (const event of candidates) if (!locked.has(event)) passedOver.add(subjectOf(event))
    const more = waiting.length === batchSize
    if (events.length > 0 || !more) {
      return { events: await judgedAnew(trx, versions, customerId, events), more, held: passedOver.size > 0 }
    }
    // A whole batch of passes in other hands must not keep the rest waiting.
    after = waiting.at(-1)?.seq ?? after
  }
}

/** What an event belongs to: no two events of one subject may change places. */
const subjectOf = (event: Waiting): string => event.pass_id ?? event.campaign_id ?? ''

/**
 * Whether an event is visible was judged under the revision that its transaction saw. If another one is in force by
 * now, phones may have fetched that one without the event's change, so it counts as visible.
 */
async function judgedAnew(
  trx: Trx,
  versions: Versions,
  customerId: string,
  events: readonly Waiting[],
): Promise<Waiting[]> {
  const unsure = (event: Waiting) => !event.visible && event.revision !== null
  const campaignIds = new Set(events.filter(unsure).map((event) => event.campaign_id ?? ''))
  if (campaignIds.size === 0) return [...events]
  const revisions = await versions.revisionsOf(trx, customerId, [...campaignIds])
  return events.map((event) => {
    const overtaken = unsure(event) && revisions.get(event.campaign_id ?? '') !== event.revision
    return overtaken ? { ...event, visible: true } : event
  })
}

async function lockSubjects(
  trx: Trx,
  versions: Versions,
  customerId: string,
  waiting: readonly Waiting[],
): Promise<Waiting[]> {
  const passIds = new Set<string>()
  const campaignIds = new Set<string>()
  for (const event of waiting) {
    if (event.pass_id !== null) passIds.add(event.pass_id)
    else if (event.campaign_id !== null && event.visible) campaignIds.add(event.campaign_id)
  }
  const passes = passIds.size > 0 ? await versions.lockPasses(trx, customerId, [...passIds]) : new Set()
  const campaigns = campaignIds.size > 0 ? await versions.lockCampaigns(trx, customerId, [...campaignIds]) : new Set()
  return waiting.filter((event) => {
    if (event.pass_id !== null) return passes.has(event.pass_id)
    return event.campaign_id === null || !event.visible || campaigns.has(event.campaign_id)
  })
}

/** The last number of each pass and campaign that shows something else now. */
function visibleVersions(events: readonly (Waiting & { number: number })[]) {
  const passes = new Map<string, number>()
  const campaigns = new Map<string, number>()
  for (const event of events) {
    if (!event.visible) continue
    if (event.pass_id !== null) passes.set(event.pass_id, event.number)
    else if (event.campaign_id !== null) campaigns.set(event.campaign_id, event.number)
  }
  return { passes, campaigns }
}

async function move(
  trx: Trx,
  customerId: string,
  events: readonly { seq: number; number: number; visible: boolean }[],
): Promise<void> {
  const seqs = events.map((event) => event.seq)
  const numbers = events.map((event) => event.number)
  const visible = events.map((event) => event.visible)
  const statement = sql`
    with moved as (
      delete from log_unnumbered where customer_id = ${customerId} and seq = any(${seqs}::bigint[]) returning *
    )
    insert into log (customer_id, number, id, type, pass_id, campaign_id, at, visible, data, sealed)
    select m.customer_id, n.number, m.id, m.type, m.pass_id, m.campaign_id, m.at, n.visible, m.data, m.sealed
    from moved m join unnest(${seqs}::bigint[], ${numbers}::bigint[], ${visible}::boolean[]) as n (seq, number, visible) using (seq)`
  await write(trx, statement.compile(trx))
}

const later = (a: Date, b: Date): Date => (a > b ? a : b)
