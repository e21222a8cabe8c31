import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import type { Pass } from '../../passes/pass.ts'

const [second, minute, hour] = [1000, 60_000, 3_600_000]

// Nobody listens where Google would call back, so every callback is lost.
let google: GoogleWorld
let campaignId: string
beforeAll(async () => {
  google = await openGoogleWorld()
  campaignId = await google.publish()
})
afterAll(() => google.close())

const events = async (pass: Pass) =>
  (
    await google.world.database.pool.query<{ type: string; data: object }>(
      `select type, data from (
         select number as place, type, data from log where pass_id = $1
         union all select 1e15 + seq, type, data from log_unnumbered where pass_id = $1) e
       where type in ('download', 'delete') order by place`,
      [pass.id],
    )
  ).rows
const installed = { type: 'download', data: { wallet: 'google', first: true, reason: 'reconciled' } }
const removed = { type: 'delete', data: { wallet: 'google', reason: 'reconciled' } }
const later = async (ms: number) => {
  google.world.clock.advance(ms)
  await google.settle()
}
const askedAbout = (pass: Pass) =>
  google.requests().filter(({ method, path }) => method === 'GET' && path.includes(pass.serial)).length

describe('a callback that never came', () => {
  it('of a save is made up for when Google is asked, ten minutes after the link was opened', async () => {
    const pass = await google.install(campaignId)
    await google.save(pass)
    await later(9 * minute)
    expect(askedAbout(pass)).toBe(0)
    await later(minute)
    expect(askedAbout(pass)).toBe(1)
    expect(await events(pass)).toEqual([installed])
    expect((await google.reload(pass)).firstInstalledAt).toEqual(google.world.clock.now())
    await later(30 * 24 * hour)
    expect(askedAbout(pass)).toBe(1)
  })

  it('of a save is made up for by the answer to an update', async () => {
    const pass = await google.install(campaignId)
    await later(20 * minute)
    await google.save(pass)
    await google.setTokens(pass, { 'voucher.points': 1 })
    await later(second)
    expect(await events(pass)).toEqual([installed])
  })

  it('of a removal is made up for by the answer to an update', async () => {
    const pass = await google.install(campaignId)
    await google.save(pass)
    await later(10 * minute)
    await google.remove(pass)
    await google.setTokens(pass, { 'voucher.points': 1 })
    await later(10 * minute)
    expect(await events(pass)).toEqual([installed, removed])
  })

  it('is waited for: what happened a moment ago is not made up', async () => {
    const pass = await google.install(campaignId)
    await google.save(pass)
    await google.setTokens(pass, { 'voucher.points': 1 })
    await later(9 * minute)
    expect(await events(pass)).toEqual([])
  })
})

describe('a pass that nobody saves', () => {
  it('is asked about after 10 minutes, 2 hours, a day and a week, then no more', async () => {
    const pass = await google.install(campaignId)
    const seen: number[] = []
    let elapsed = 0
    for (const at of [
      5 * minute,
      11 * minute,
      hour,
      3 * hour,
      23 * hour,
      26 * hour,
      6 * 24 * hour,
      8 * 24 * hour,
      60 * 24 * hour,
    ]) {
      await later(at - elapsed)
      elapsed = at
      seen.push(askedAbout(pass))
    }
    expect(seen).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4])
    expect(await events(pass)).toEqual([])
  })

  it('is asked about anew when its link is opened again', async () => {
    const pass = await google.install(campaignId)
    await later(8 * 24 * hour)
    const before = askedAbout(pass)
    await google.open(pass)
    await later(11 * minute)
    expect(askedAbout(pass)).toBe(before + 1)
  })

  it('is asked about again later when Google does not answer', async () => {
    const pass = await google.install(campaignId)
    await google.save(pass)
    google.google.script({ kind: 'answer', status: 503, method: 'GET' })
    await later(10 * minute)
    expect(await events(pass)).toEqual([])
    await later(11 * minute)
    expect(await events(pass)).toEqual([installed])
  })
})
