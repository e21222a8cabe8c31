import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import { storeServiceAccount } from '../../credentials/testing.ts'
import type { Pass } from '../../passes/pass.ts'
import { openGoogle } from '../open-google.ts'
import { campaignAtGoogle } from './campaign-state.ts'
import { dueOwners } from './claim.ts'

const [second, minute] = [1000, 60_000]

let google: GoogleWorld
let campaignId: string
beforeAll(async () => {
  google = await openGoogleWorld({ requestsPerSecond: 100 })
  campaignId = await google.publish()
})
afterAll(() => google.close())
beforeEach(async () => {
  google.google.script({ kind: 'reset' })
  google.world.clock.advance(30 * minute)
  await google.run()
  google.forget()
  google.alarms.length = 0
  google.warnings.length = 0
})

const fault = async () => (await google.world.database.pool.query('select * from google_faults')).rows[0]
const setPoints = (pass: Pass, points: number) => google.setTokens(pass, { 'voucher.points': points })
const severalPasses = async (count: number) => {
  const passes: Pass[] = []
  for (let index = 0; index < count; index++) passes.push(await google.install(campaignId))
  google.forget()
  return passes
}
const pointsAt = async (pass: Pass) =>
  (await google.objectOf(pass)).textModulesData.find(({ id }: { id: string }) => id === 'points').body
const stateOf = () =>
  campaignAtGoogle(
    google.world.database.db,
    { customerId: google.world.customerId, campaignId },
    { requestsPerSecond: 2, at: google.world.clock.now() },
  )

describe('an outage of Google', () => {
  it('is waited out with growing pauses, one request at a time, said once, and caught up with', async () => {
    const passes = await severalPasses(8)
    const begin = google.world.clock.now().getTime()
    google.google.script({ kind: 'away', forMs: 60 * second })
    for (const [index, pass] of passes.entries()) await setPoints(pass, index + 1)
    await google.settle()
    expect(await stateOf()).toMatchObject({ waiting: 8, etaSeconds: 6, fault: { kind: 'backingOff' } })

    const waits: number[] = []
    for (let elapsed = 0; elapsed < 60; elapsed++) {
      const { failures } = await fault()
      google.world.clock.advance(second)
      await google.run()
      const now = await fault()
      if (now && now.failures > failures) waits.push((google.world.clock.now().getTime() - begin) / second)
    }
    expect(waits).toEqual([2, 6, 14, 30])
    expect(google.warnings).toHaveLength(1)
    expect(google.alarms).toEqual([])

    google.world.clock.advance(5 * minute)
    await google.run()
    expect(await fault()).toBeUndefined()
    for (const [index, pass] of passes.entries()) expect(await pointsAt(pass)).toBe(String(index + 1))
    expect(await stateOf()).toMatchObject({ waiting: 0, etaSeconds: 0, fault: null })
  })

  it('that answers 503 is seen from several failures in a row', async () => {
    const passes = await severalPasses(12)
    google.google.script({ kind: 'answer', status: 503, times: 'always' })
    for (const pass of passes) await setPoints(pass, 1)
    await google.settle()
    expect(await fault()).toMatchObject({ kind: 'backingOff', failures: 1 })
    google.google.script({ kind: 'reset' })
    for (let tries = 0; tries < 3; tries++) {
      google.world.clock.advance(minute)
      await google.run()
    }
    for (const pass of passes) expect(await pointsAt(pass)).toBe('1')
  })

  it('of one pass alone holds up no other', async () => {
    const [broken, ...others] = await severalPasses(8)
    const path = `/walletobjects/v1/loyaltyObject/${google.issuerId}.${broken!.serial}`
    google.google.script({ kind: 'answer', status: 500, path, times: 'always' })
    for (const pass of [broken!, ...others]) await setPoints(pass, 1)
    await google.settle()
    expect(await fault()).toBeUndefined()
    for (const pass of others) expect(await pointsAt(pass)).toBe('1')
    expect(await google.row(broken!)).toMatchObject({ outcome: 'internalError', failures: 1 })
    google.google.script({ kind: 'reset' })
    google.world.clock.advance(5 * second)
    await google.run()
    expect(await pointsAt(broken!)).toBe('1')
  })

  it('that says for how long is left alone for so long', async () => {
    const [pass] = await severalPasses(1)
    google.google.script({ kind: 'answer', status: 429, retryAfterSeconds: 40 })
    await setPoints(pass!, 1)
    await google.settle()
    google.world.clock.advance(39 * second)
    await google.run()
    expect(google.requests()).toHaveLength(1)
    google.world.clock.advance(2 * second)
    await google.run()
    expect(await pointsAt(pass!)).toBe('1')
  })

  it('whose answer got lost is nothing to rely on: the pass is sent again', async () => {
    const [pass] = await severalPasses(1)
    google.google.script({ kind: 'disconnect', method: 'PATCH', carriedOut: true })
    await setPoints(pass!, 1)
    await google.settle()
    await setPoints(pass!, 0)
    google.world.clock.advance(minute)
    await google.settle()
    expect(await pointsAt(pass!)).toBe('0')
  })
})

describe('credentials that Google refuses', () => {
  it('stop what is sent with them, with one alarm, lose nothing, and are tried again', async () => {
    const passes = await severalPasses(5)
    google.google.script({ kind: 'issuer', issuerId: google.issuerId, invited: false })
    for (const pass of passes) await setPoints(pass, 1)
    await google.settle()
    expect(await fault()).toMatchObject({ kind: 'stopped', reason: 'permissionDenied' })
    expect(google.alarms).toHaveLength(1)
    expect(google.alarms[0]).toContain(google.configurationId)
    expect(await stateOf()).toMatchObject({ waiting: 5, etaSeconds: null, fault: { kind: 'stopped' } })

    google.forget()
    google.world.clock.advance(14 * minute)
    await google.run()
    expect(google.requests()).toEqual([])
    google.world.clock.advance(minute)
    await google.run()
    expect(google.requests()).toHaveLength(1)
    expect(google.alarms).toHaveLength(1)

    google.google.script({ kind: 'issuer', issuerId: google.issuerId, invited: true })
    google.world.clock.advance(15 * minute)
    await google.run()
    expect(await fault()).toBeUndefined()
    for (const pass of passes) expect(await pointsAt(pass)).toBe('1')
  })

  it('go on at once when they are replaced', async () => {
    const [pass] = await severalPasses(1)
    google.google.script({ kind: 'issuer', issuerId: google.issuerId, apiEnabled: false })
    await setPoints(pass!, 1)
    await google.settle()
    expect(await fault()).toMatchObject({ kind: 'stopped' })
    google.google.script({ kind: 'issuer', issuerId: google.issuerId, apiEnabled: true })
    const { core, customerId } = google.world
    await storeServiceAccount({ core } as never, customerId, { issuerId: google.issuerId, serviceAccount: google.key })
    google.world.clock.advance(31 * second)
    await google.settle()
    expect(await fault()).toBeUndefined()
    expect(await pointsAt(pass!)).toBe('1')
  })

  it('that have only expired are renewed without a word', async () => {
    const [pass] = await severalPasses(1)
    google.google.script({ kind: 'expire-tokens' })
    await setPoints(pass!, 1)
    await google.settle()
    expect(await pointsAt(pass!)).toBe('1')
    expect(await fault()).toBeUndefined()
    expect([...google.alarms, ...google.warnings]).toEqual([])
  })
})

describe('two processes', () => {
  it('send each update once, and one of them finds out whether Google is back', async () => {
    const passes = await severalPasses(20)
    const { core } = google.world
    const { accounts } = google.opened.callbacks
    const other = openGoogle({ ...google.options, core, accounts })
    for (const pass of passes) await setPoints(pass, 1)
    await google.follow()
    const fillAll = async (sender: typeof google.sender) => {
      for (const owner of await dueOwners(google.world.database.pool)) await sender.fill(owner)
      await sender.settled()
    }
    await Promise.all([fillAll(google.sender), fillAll(other.sync.sender)])
    expect(google.requests().filter(({ method }) => method === 'PATCH')).toHaveLength(20)

    google.google.script({ kind: 'away', forMs: 3 * second })
    for (const pass of passes) await setPoints(pass, 2)
    await google.settle()
    google.world.clock.advance(4 * second)
    google.forget()
    await Promise.all([fillAll(google.sender), fillAll(other.sync.sender)])
    expect(google.requests()).toHaveLength(1)
    await google.run()
    for (const pass of passes) expect(await pointsAt(pass)).toBe('2')
    other.sync.budgets.stop()
  })
})
