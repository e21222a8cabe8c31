import { sql } from 'kysely'
import type { Database, Trx } from '../../platform/database.ts'
import { pageLeaseMs, secondPushesMs } from './schedule.ts'

/** Which walk a page belongs to, and where in it the page begins. */
export interface PageName {
  readonly customerId: string
  readonly campaignId: string
  readonly number: number
  readonly round: number
  readonly firstDevice: string
}

/** A page of a walk that this process has claimed, with the devices in it that do not know of the change yet. */
export interface WalkPage extends PageName {
  readonly passTypeId: string
  readonly devices: readonly { readonly deviceId: string; readonly pushToken: string }[]
}

interface WalkRow {
  customer_id: string
  campaign_id: string
  number: number
  round: number
  pass_type_id: string
}

/** `retry`: look again at once; `none`: nothing is to be done now. */
export type PageClaim = WalkPage | 'retry' | 'none'

/**
 * Claims a page: one whose process has died or was stopped, else the next of the walk that has waited longest. Several
 * processes work on one walk, each on pages of its own.
 *
 * @param pageSize registrations; the devices of those that know already are not in the page
 */
export async function claimPage(database: Database, pageSize: number, at: Date): Promise<PageClaim> {
  const claim = await database.db
    .transaction()
    .execute(async (trx) => (await takeOver(trx, at)) ?? (await nextPage(trx, pageSize, at)))
  if (typeof claim === 'string') return claim
  const devices = await readDevices(database, claim)
  if (devices.length > 0) return { ...claim, devices }
  await forgetPage(database, claim, at)
  return 'retry'
}

interface ClaimedRange extends PageName {
  readonly lastDevice: string
  readonly passTypeId: string
}

async function takeOver(trx: Trx, at: Date): Promise<ClaimedRange | undefined> {
  const { rows } = await sql<WalkRow & { first_device: string; last_device: string }>`
    with left_behind as (
      select customer_id, campaign_id, number, round, first_device from push_walk_pages
      where lease_until <= ${at} order by lease_until limit 1 for update skip locked
    )
    update push_walk_pages p set lease_until = ${leaseEnd(at)} from left_behind l, push_walks w
    where p.customer_id = l.customer_id and p.campaign_id = l.campaign_id and p.number = l.number and p.round = l.round
      and p.first_device = l.first_device
      and w.customer_id = p.customer_id and w.campaign_id = p.campaign_id and w.number = p.number and w.round = p.round
    returning p.*, w.pass_type_id`.execute(trx)
  return rows[0] && rangeOf(rows[0], rows[0].first_device, rows[0].last_device)
}

async function nextPage(trx: Trx, pageSize: number, at: Date): Promise<ClaimedRange | 'retry' | 'none'> {
  const walk = await trx
    .selectFrom('push_walks')
    .selectAll()
    .where('due_at', '<=', at)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!walk) return 'none'
  const fault = await trx
    .selectFrom('push_faults')
    .select('retry_at')
    .where('pass_type_id', '=', walk.pass_type_id)
    .where('retry_at', '>', at)
    .executeTakeFirst()
  if (fault) {
    await updateWalk(trx, walk, { due_at: fault.retry_at })
    return 'retry'
  }
  const { first, last, count } = await nextRange(trx, walk, pageSize)
  const readAll = count < pageSize
  await updateWalk(trx, walk, {
    after_device: last ?? walk.after_device,
    read_all: readAll,
    // The next look is another walk's turn, if one waits.
    due_at: readAll ? null : at,
    started_at: walk.started_at ?? at,
  })
  if (first === null || last === null) {
    await finishIfDone(trx, walk, at)
    return 'retry'
  }
  await trx
    .insertInto('push_walk_pages')
    .values({ ...keyOf(walk), first_device: first, last_device: last, lease_until: leaseEnd(at) })
    .execute()
  return rangeOf(walk, first, last)
}

/** From the index alone, so that nobody else who wants a page waits for long. */
async function nextRange(trx: Trx, walk: WalkRow & { after_device: string }, pageSize: number) {
  const { rows } = await sql<{ first: string | null; last: string | null; count: number }>`
    select min(device_id) as first, max(device_id) as last, count(*)::int as count from (
      select device_id from registrations
      where customer_id = ${walk.customer_id} and campaign_id = ${walk.campaign_id} and device_id > ${walk.after_device}
      order by device_id limit ${pageSize}) next`.execute(trx)
  return rows[0]!
}

/** The devices of a range that do not know of the change yet. */
async function readDevices({ db }: Database, range: ClaimedRange): Promise<WalkPage['devices']> {
  const { rows } = await sql<WalkPage['devices'][number]>`
    select id as "deviceId", push_token as "pushToken" from devices
    where customer_id = ${range.customerId} and id = any(array(
      select device_id from registrations
      where customer_id = ${range.customerId} and campaign_id = ${range.campaignId}
        and device_id between ${range.firstDevice} and ${range.lastDevice}
        and pass_type_id = ${range.passTypeId} and (listed_number is null or listed_number < ${range.number})))`.execute(
    db,
  )
  return rows
}

/** Says that whoever works on a page is alive. */
export async function extendLease(database: Database, page: PageName, at: Date): Promise<void> {
  await sql`update push_walk_pages set lease_until = ${leaseEnd(at)} where ${isPage(page)} and lease_until is not null`.execute(
    database.db,
  )
}

/** Gives a page back unfinished: what stopped it stops others as well until then. */
export async function postponePage(database: Database, page: PageName, until: Date): Promise<void> {
  await sql`update push_walk_pages set lease_until = ${until} where ${isPage(page)} and lease_until is not null`.execute(
    database.db,
  )
}

/** Records that all devices of a page were pushed to, and ends the walk with its last page. */
export async function completePage(
  database: Database,
  page: PageName,
  counts: { delivered: number; failed: number },
  at: Date,
): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    await sql`update push_walk_pages set lease_until = null, pushed_at = ${at}, delivered = ${counts.delivered},
      failed = ${counts.failed} where ${isPage(page)}`.execute(trx)
    await finishIfDone(trx, walkOf(page), at)
  })
}

/** A page without a device to push to proves nothing. */
async function forgetPage(database: Database, page: PageName, at: Date): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    await sql`delete from push_walk_pages where ${isPage(page)}`.execute(trx)
    await finishIfDone(trx, walkOf(page), at)
  })
}

/** The next round, for phones that have not asked by then, unless a newer change has a walk of its own. */
async function finishIfDone(trx: Trx, walk: Omit<WalkRow, 'pass_type_id'>, at: Date): Promise<void> {
  // Of two processes that complete the last two pages, the second one sees that both are complete. A lock of the walk's
  // row would have others pass it over while they look for a page.
  const name = `push walk ${walk.customer_id} ${walk.campaign_id} ${walk.number} ${walk.round}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx)
  const { rows } = await sql<{ started_at: Date; round: number }>`
    update push_walks w set finished_at = ${at}
    where ${isWalk(walk)} and w.read_all and w.finished_at is null and not exists (
      select from push_walk_pages p where p.customer_id = w.customer_id and p.campaign_id = w.campaign_id
        and p.number = w.number and p.round = w.round and p.pushed_at is null)
    returning started_at, round`.execute(trx)
  const finished = rows[0]
  const afterMs = finished && secondPushesMs[finished.round]
  if (afterMs === undefined) return
  const waitMs = afterMs - (secondPushesMs[finished!.round - 1] ?? 0)
  const dueAt = new Date(finished!.started_at.getTime() + waitMs)
  await sql`
    insert into push_walks (customer_id, campaign_id, number, round, pass_type_id, due_at)
    select customer_id, campaign_id, number, round + 1, pass_type_id, ${dueAt} from push_walks w
    where ${isWalk(walk)} and not exists (
      select from push_walks n
      where n.customer_id = w.customer_id and n.campaign_id = w.campaign_id and n.number > w.number)
    on conflict do nothing`.execute(trx)
}

const leaseEnd = (at: Date) => new Date(at.getTime() + pageLeaseMs)

const keyOf = ({ customer_id, campaign_id, number, round }: Omit<WalkRow, 'pass_type_id'>) => ({
  customer_id,
  campaign_id,
  number,
  round,
})

const walkOf = ({ customerId, campaignId, number, round }: PageName) => ({
  customer_id: customerId,
  campaign_id: campaignId,
  number,
  round,
})

const isWalk = (walk: Omit<WalkRow, 'pass_type_id'>) =>
  sql`customer_id = ${walk.customer_id} and campaign_id = ${walk.campaign_id} and number = ${walk.number} and round = ${walk.round}`

const isPage = (page: PageName) =>
  sql`customer_id = ${page.customerId} and campaign_id = ${page.campaignId} and number = ${page.number}
    and round = ${page.round} and first_device = ${page.firstDevice}`

async function updateWalk(
  trx: Trx,
  walk: WalkRow,
  set: { after_device?: string; read_all?: boolean; due_at: Date | null; started_at?: Date },
): Promise<void> {
  await trx
    .updateTable('push_walks')
    .set(set)
    .where('customer_id', '=', walk.customer_id)
    .where('campaign_id', '=', walk.campaign_id)
    .where('number', '=', walk.number)
    .where('round', '=', walk.round)
    .execute()
}

function rangeOf(walk: WalkRow, firstDevice: string, lastDevice: string): ClaimedRange {
  return {
    customerId: walk.customer_id,
    campaignId: walk.campaign_id,
    number: walk.number,
    round: walk.round,
    passTypeId: walk.pass_type_id,
    firstDevice,
    lastDevice,
  }
}
