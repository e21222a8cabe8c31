import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { device, openPushWorld, type PushWorld } from '../../../test/push-world.ts'
import { appendEvents } from '../../log/append.ts'
import { transact } from '../../log/transact.ts'
import { claimPage } from './walk-pages.ts'

const minute = 60_000

let pushes: PushWorld
let devices = 0
beforeAll(async () => {
  pushes = await openPushWorld()
})
afterAll(() => pushes.close())
beforeEach(() => {
  pushes.apns.script({ kind: 'reset' })
  pushes.setPageSize(4)
})

const query = async (text: string, values: unknown[] = []) =>
  (await pushes.apple.world.database.pool.query(text, values)).rows
const advance = (ms: number) => pushes.apple.world.clock.advance(ms)
/** A campaign of its own, on so many phones. */
const campaignOn = async (count: number) => {
  const campaignId = await pushes.newCampaign()
  const ids = Array.from({ length: count }, () => device(++devices)).sort()
  for (const id of ids) await pushes.install(id, campaignId)
  advance(minute)
  return { campaignId, ids }
}
const counts = (ids: readonly string[]) => ids.map((id) => pushes.pushesTo(id))

describe('a change of a campaign', () => {
  it('is pushed once to every phone that holds one of its passes, and to no other', async () => {
    const { campaignId, ids } = await campaignOn(10)
    const other = await campaignOn(1)
    await pushes.republish('Changed', campaignId)
    await pushes.settle()
    expect(counts(ids)).toEqual(ids.map(() => 1))
    expect(counts(other.ids)).toEqual([0])
    const pages = await query(
      'select first_device, last_device, delivered, pushed_at from push_walk_pages where campaign_id = $1 order by 1',
      [campaignId],
    )
    expect(pages.map((page) => [page.first_device, page.last_device, page.delivered])).toEqual([
      [ids[0], ids[3], 4],
      [ids[4], ids[7], 4],
      [ids[8], ids[9], 2],
    ])
  })

  it('leaves phones in peace that have asked already', async () => {
    const { campaignId, ids } = await campaignOn(5)
    await pushes.republish('Changed', campaignId)
    await pushes.follow()
    await pushes.apple.phone.list(ids[2]!)
    await pushes.run()
    expect(counts(ids)).toEqual([1, 1, 0, 1, 1])
  })

  it('is pushed once to a phone with several passes, wherever a page ends', async () => {
    const { campaignId, ids } = await campaignOn(2)
    for (const id of ids) await pushes.install(id, campaignId)
    advance(minute)
    pushes.setPageSize(1)
    await pushes.republish('Changed', campaignId)
    await pushes.settle()
    expect(counts(ids)).toEqual([1, 1])
  })

  it('has no second round, and no page of one, when all phones have asked', async () => {
    const { campaignId, ids } = await campaignOn(5)
    await pushes.republish('Changed', campaignId)
    await pushes.settle()
    for (const id of ids) await pushes.apple.phone.list(id)
    advance(30 * minute)
    await pushes.run()
    const ofCampaign = 'where campaign_id = $1 and round = 1'
    expect(await query(`select finished_at is not null as over from push_walks ${ofCampaign}`, [campaignId])).toEqual([
      { over: true },
    ])
    expect(await query(`select from push_walk_pages ${ofCampaign}`, [campaignId])).toEqual([])
    expect(counts(ids)).toEqual([1, 1, 1, 1, 1])
  })

  it('three times within ten seconds is two walks', async () => {
    const { campaignId, ids } = await campaignOn(2)
    for (const title of ['One', 'Two', 'Three']) {
      await pushes.republish(title, campaignId)
      await pushes.settle()
      advance(1000)
    }
    expect(counts(ids)).toEqual([1, 1])
    advance(10_000)
    await pushes.run()
    expect(counts(ids)).toEqual([2, 2])
  })

  it('is pushed again to phones that have not asked, by the same clock as a change of a pass', async () => {
    const { campaignId, ids } = await campaignOn(2)
    await pushes.republish('Changed', campaignId)
    await pushes.settle()
    await pushes.apple.phone.list(ids[0]!)
    const seen: number[][] = []
    let elapsed = 0
    for (const at of [29, 30, 119, 120, 720, 4319, 4320, 20_000]) {
      advance((at - elapsed) * minute)
      elapsed = at
      await pushes.run()
      seen.push(counts(ids))
    }
    expect(seen).toEqual([
      [1, 1],
      [1, 2],
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 4],
      [1, 5],
      [1, 5],
    ])
  })

  it('writes as few rows for 2,000 phones as for 10', async () => {
    pushes.setPageSize(5000)
    const few = await campaignOn(10)
    const many = await campaignOn(10)
    await copyPhones(many.campaignId, 1990)
    const written = await countWrites()
    const writesFor = async (campaignId: string) => {
      await pushes.republish('Changed', campaignId)
      await pushes.settle()
      return written()
    }
    const forFew = await writesFor(few.campaignId)
    const forMany = await writesFor(many.campaignId)
    // A page is a row that is written twice, and its walk once more: of 5,000 devices here as in production.
    expect(forFew).toBeLessThanOrEqual(20)
    // On a busy machine a lease may have to be renewed, which is a row more.
    expect(forMany - forFew).toBeLessThanOrEqual(2)
  })

  it('keeps what it could not deliver as the phone’s own, and goes on', async () => {
    const { campaignId, ids } = await campaignOn(6)
    const [bad, later, gone] = [ids[0]!, ids[3]!, ids[5]!]
    pushes.apns.script({ kind: 'answer', reason: 'BadDeviceToken', deviceToken: bad })
    pushes.apns.script({ kind: 'answer', reason: 'ServiceUnavailable', retryAfterSeconds: 20, deviceToken: later })
    pushes.apns.script({
      kind: 'answer',
      reason: 'Unregistered',
      deviceToken: gone,
      timestamp: pushes.apple.world.clock.now().getTime(),
    })
    await pushes.republish('Changed', campaignId)
    await pushes.settle()
    expect(await pushes.targetOf(bad)).toMatchObject({ outcome: 'BadDeviceToken', due_at: null })
    expect(await pushes.targetOf(later)).toMatchObject({ outcome: 'ServiceUnavailable' })
    expect(await query('select * from registrations where device_id = $1', [gone])).toEqual([])
    const [page] = await query('select delivered, failed from push_walk_pages where first_device = $1', [ids[0]])
    expect(page).toEqual({ delivered: 2, failed: 2 })
    advance(20_000)
    await pushes.run()
    expect(await pushes.targetOf(later)).toMatchObject({ outcome: 'delivered' })
  })

  it('goes on with the page of a process that died, after its lease', async () => {
    const { campaignId, ids } = await campaignOn(6)
    await pushes.republish('Changed', campaignId)
    await pushes.follow()
    const { database, clock } = pushes.apple.world
    const claimed = await claimPage(database, 4, clock.now())
    expect(claimed).toMatchObject({ firstDevice: ids[0] })
    await pushes.run()
    expect(counts(ids)).toEqual([0, 0, 0, 0, 1, 1])
    advance(minute)
    await pushes.run()
    expect(counts(ids)).toEqual([1, 1, 1, 1, 1, 1])
  })
})

describe('a fault of certificate or topic', () => {
  it('stops the pass type with one alarm, deletes nothing, and goes on when it is over', async () => {
    const { campaignId, ids } = await campaignOn(6)
    const single = device(++devices)
    const pass = await pushes.install(single)
    pushes.apns.script({ kind: 'answer', reason: 'BadCertificate', times: 'always' })
    await pushes.republish('Changed', campaignId)
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    expect(pushes.alarms).toHaveLength(1)
    expect(pushes.alarms[0]).toMatch(/^ALARM: pushes of pass\.test\.world have stopped: The certificate/)
    expect(await query('select reason from push_faults')).toEqual([{ reason: 'BadCertificate' }])
    expect(await query('select count(*)::int as n from registrations where device_id = any($1)', [ids])).toEqual([
      { n: 6 },
    ])
    const before = counts([...ids, single])
    advance(minute)
    await pushes.run()
    expect(counts([...ids, single])).toEqual(before)

    pushes.apns.script({ kind: 'reset' })
    await pushes.replaceCertificate()
    advance(15 * minute)
    await pushes.run()
    expect(counts([...ids, single]).every((count, index) => count > before[index]!)).toBe(true)
    expect(await query('select reason from push_faults')).toEqual([])
  })

  it('is over at once with a new certificate, also for what has changed meanwhile', async () => {
    const known = await campaignOn(2)
    const later = await campaignOn(2)
    const ids = [...known.ids, ...later.ids]
    pushes.apns.script({ kind: 'answer', reason: 'BadCertificate', times: 'always' })
    await pushes.republish('Changed', known.campaignId)
    await pushes.settle()
    await pushes.republish('Changed', later.campaignId)
    await pushes.settle()
    const before = counts(ids)
    pushes.apns.script({ kind: 'reset' })
    await pushes.replaceCertificate()
    const { core, customerId, passTypeId } = pushes.apple.world
    const event = { customerId, type: 'wallet.configured', at: core.clock.now(), visible: false } as const
    const configured = (data: object) => transact(core, customerId, (trx) => appendEvents(trx, [{ ...event, data }]))
    await configured({ wallet: 'google', issuerId: '3388000000022123456' })
    advance(minute)
    await pushes.settle()
    expect(await query('select reason from push_faults')).toHaveLength(1)
    await configured({ wallet: 'apple', passTypeId })
    advance(minute)
    await pushes.settle()
    expect(counts(ids).every((count, index) => count > before[index]!)).toBe(true)
    expect(await query('select reason from push_faults')).toEqual([])
  })
})

/** Registrations of more phones, as rows. */
async function copyPhones(campaignId: string, count: number): Promise<void> {
  await query(
    `with source as (
       select r.*, d.push_token from registrations r
       join passes p on p.customer_id = r.customer_id and p.id = r.pass_id
       join devices d on d.customer_id = r.customer_id and d.id = r.device_id
       where p.campaign_id = $1 limit 1
     ), copies as (
       insert into devices (customer_id, id, push_token, created_at, modified_at)
       select customer_id, 'copy-' || n, lpad(to_hex(1000000 + n), 64, '0'), created_at, created_at
       from source, generate_series(1, $2) as n returning customer_id, id
     )
     insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
     select c.customer_id, c.id, s.pass_type_id, s.pass_id, s.campaign_id, s.created_at, s.created_at from copies c, source s`,
    [campaignId, count],
  )
}

/** How many rows were inserted, updated or deleted since the last call. */
async function countWrites(): Promise<() => Promise<number>> {
  await query('create sequence test_writes')
  await query(`create function test_count_write() returns trigger language plpgsql as
    $$ begin perform nextval('test_writes'); return null; end $$`)
  const tables = await query(`select tablename from pg_tables where schemaname = 'public'`)
  for (const { tablename } of tables)
    await query(`create trigger test_count_writes after insert or update or delete on ${tablename}
      for each row execute function test_count_write()`)
  const total = async () => Number((await query(`select nextval('test_writes') as n`))[0].n)
  let last = await total()
  return async () => {
    const now = await total()
    const written = now - last - 1
    last = now
    return written
  }
}
