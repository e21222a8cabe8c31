import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { device, openPushWorld, type PushWorld } from '../../../test/push-world.ts'
import type { Logger } from '../../platform/logger.ts'
import { openWalker } from './walker.ts'

const minute = 60_000
const pageSize = 4

let pushes: PushWorld
let devices = 0
beforeAll(async () => {
  pushes = await openPushWorld()
  pushes.setPageSize(pageSize)
})
afterAll(() => pushes.close())
beforeEach(() => pushes.apns.script({ kind: 'reset' }))

const query = async (text: string, values: unknown[] = []) =>
  (await pushes.apple.world.database.pool.query(text, values)).rows

/** A campaign of its own on so many phones, with a change that nobody has pushed. */
async function changedCampaign(phones: number) {
  const campaignId = await pushes.newCampaign()
  const ids = Array.from({ length: phones }, () => device(++devices)).sort()
  for (const id of ids) await pushes.install(id, campaignId)
  pushes.apple.world.clock.advance(minute)
  await pushes.republish('Changed', campaignId)
  await pushes.follow()
  const pages = () =>
    query('select pushed_at, lease_until from push_walk_pages where campaign_id = $1 order by first_device', [
      campaignId,
    ])
  const slow = (index: number, delayMs: number) =>
    pushes.apns.script({ kind: 'slow', delayMs, deviceToken: ids[index]! })
  return { ids, pages, slow }
}
const counts = (ids: readonly string[]) => ids.map((id) => pushes.pushesTo(id))
const once = (ids: readonly string[]) => ids.map(() => 1)

describe('a walker', () => {
  it('pushes the next page while a push of the one before is under way', async () => {
    const { ids, pages, slow } = await changedCampaign(8)
    slow(3, 2500)
    const { walker, stop } = pushes.openProcess(pageSize)
    expect([await walker.step(), await walker.step()]).toEqual([true, true])
    const pushed = async () => (await pages()).map(({ pushed_at }) => pushed_at !== null)
    await expect.poll(pushed).toEqual([false, true])
    await walker.settled()
    expect(await pushed()).toEqual([true, true])
    expect(counts(ids)).toEqual(once(ids))
    await stop()
  })

  it('holds two pages and no more, and keeps the lease of both', async () => {
    const { ids, pages, slow } = await changedCampaign(12)
    slow(0, 6000)
    slow(4, 6000)
    const { walker, stop } = pushes.openProcess(pageSize)
    await walker.step()
    await walker.step()
    const third = walker.step()
    pushes.apple.world.clock.advance(10_000)
    const due = pushes.apple.world.clock.now().getTime() + 10_000
    const kept = async () => (await pages()).map(({ lease_until }) => lease_until?.getTime() > due)
    await expect.poll(kept).toEqual([true, true])
    await third
    await walker.settled()
    expect(await pages()).toHaveLength(3)
    expect(counts(ids)).toEqual(once(ids))
    await stop()
  })

  it('gives both pages back when it is stopped: another process goes on at once', async () => {
    const { ids, pages, slow } = await changedCampaign(8)
    pushes.apns.script({ kind: 'max-concurrent-streams', streams: 1 })
    slow(1, 500)
    const { walker, stop } = pushes.openProcess(pageSize)
    await walker.step()
    await walker.step()
    await expect.poll(() => pushes.pushesTo(ids[0]!)).toBe(1)
    await stop()
    await walker.settled()
    const now = pushes.apple.world.clock.now()
    expect((await pages()).map(({ lease_until }) => lease_until <= now)).toEqual([true, true])
    expect(counts(ids.slice(2))).toEqual(ids.slice(2).map(() => 0))
    pushes.apns.script({ kind: 'reset' })
    await pushes.run()
    expect(counts(ids.slice(2))).toEqual(once(ids.slice(2)))
    expect(counts(ids).every((count) => count > 0)).toBe(true)
  })

  it('shares a walk with others: every phone is pushed to once', async () => {
    const { ids } = await changedCampaign(18)
    const processes = [pushes.openProcess(pageSize), pushes.openProcess(pageSize)]
    await Promise.all(
      processes.map(async ({ walker, stop }) => {
        while (await walker.step());
        await walker.settled()
        await stop()
      }),
    )
    await pushes.run()
    expect(counts(ids)).toEqual(once(ids))
  })

  it('finishes the page under way when the next cannot be claimed', async () => {
    const { ids, slow } = await changedCampaign(8)
    slow(0, 1000)
    const { walker, stop } = pushes.openProcess(pageSize)
    await walker.step()
    await query('alter table push_walks rename to away')
    await expect(walker.step()).rejects.toThrow(/push_walks/)
    await query('alter table away rename to push_walks')
    await walker.settled()
    expect(counts(ids)).toEqual([1, 1, 1, 1, 0, 0, 0, 0])
    await pushes.run()
    expect(counts(ids)).toEqual(once(ids))
    await stop()
  })

  it('leaves a page of which nothing is known to its lease, and says so', async () => {
    const { ids } = await changedCampaign(4)
    const warnings: string[] = []
    const { core } = pushes.apple.world
    const logger = { warn: (_data: object, text: string) => warnings.push(text) } as unknown as Logger
    const lost = { push: () => Promise.reject(), pushAll: () => Promise.reject(new Error('ended')) }
    const clients = { of: async () => lost, close: async () => {} }
    const walker = openWalker({ core, clients, logger }, pageSize)
    await walker.step()
    await walker.settled()
    expect(warnings).toEqual(['a page of a walk could not be finished; after its lease it is pushed again'])
    await pushes.run()
    expect(counts(ids)).toEqual([0, 0, 0, 0])
    pushes.apple.world.clock.advance(minute)
    await pushes.run()
    expect(counts(ids)).toEqual(once(ids))
  })
})
