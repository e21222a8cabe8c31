import { describe, expect, it } from 'vitest'
import { deviceToken, openTestApns, sharedAuthority } from '../testing/apns.ts'
import { passTypeIdentifier } from '../testing/development-passes.ts'
import { openDevices } from './devices.ts'
import type { Push } from './push.ts'

const authority = await sharedAuthority()
const dayMs = 86_400_000

/** A device on its way through the air, and what it has got. */
async function openTest() {
  const test = await openTestApns(authority)
  const got: Push[] = []
  test.apns.deliverTo(deviceToken, (push) => got.push(push))
  const sender = test.connect()
  const expiring = (inMs: number) => ({
    headers: { 'apns-expiration': String(Math.floor((test.clock.now().getTime() + inMs) / 1_000)) },
  })
  return { ...test, sender, expiring, got, payloads: () => got.map((push) => push.payload) }
}

describe('a device that can be reached', () => {
  it('gets a push before its sender is answered', async () => {
    await using test = await openTest()
    await test.sender.push({ body: '{"a":1}' })
    expect(test.got).toMatchObject([{ deviceToken, topic: passTypeIdentifier, payload: '{"a":1}' }])
  })

  it('gets pushes that are not to be stored', async () => {
    await using test = await openTest()
    await test.sender.push({ headers: { 'apns-expiration': '0' } })
    expect(test.got).toHaveLength(1)
  })

  it('gets none that are for others, that failed the checks or that were not accepted', async () => {
    await using test = await openTest()
    await test.sender.push({ path: `/3/device/${'c3'.repeat(32)}` })
    await test.sender.push({ body: '' })
    test.apns.script({ kind: 'answer', reason: 'Unregistered' })
    await test.sender.push()
    expect(test.got).toEqual([])
  })

  it('may get them in several ways, until one after the other ends', async () => {
    await using test = await openTest()
    const others: Push[] = []
    const end = test.apns.deliverTo(deviceToken.toUpperCase(), (push) => others.push(push))
    await test.sender.push()
    end()
    await test.sender.push()
    expect([test.got.length, others.length]).toEqual([2, 1])
  })
})

describe('a device in airplane mode', () => {
  it('gets what came meanwhile when it is back, the latest for each topic', async () => {
    // Any certificate is for one topic: the devices alone.
    const devices = openDevices()
    const at = new Date()
    const got: string[] = []
    devices.deliverTo(deviceToken, ({ topic, payload }) => got.push(`${topic} ${payload}`))
    devices.setAirplaneMode(deviceToken, true, at)
    for (const [topic, payload] of [
      ['coffee', '1'],
      ['tea', '2'],
      ['coffee', '3'],
    ] as const) {
      devices.accept({ apnsId: '', deviceToken, topic, payload, pushType: null, priority: null, expiration: null }, at)
    }
    expect(got).toEqual([])
    devices.setAirplaneMode(deviceToken, false, at)
    expect(got.sort()).toEqual(['coffee 3', 'tea 2'])
    devices.setAirplaneMode(deviceToken, false, at)
    expect(got).toHaveLength(2)
  })

  it('is answered for with 200', async () => {
    await using test = await openTest()
    test.apns.setAirplaneMode(deviceToken, true)
    expect((await test.sender.push()).status).toBe(200)
    expect(test.got).toEqual([])
  })

  it.each([
    ['with expiration 0', 0, 0, false],
    ['that had expired when it came', -1_000, 0, false],
    ['just before it expires', 60_000, 58_000, true],
    ['after it has expired', 60_000, 60_000, false],
    ['29 days later', 365 * dayMs, 29 * dayMs, true],
    ['30 days later, however long it might be kept', 365 * dayMs, 30 * dayMs, false],
  ])('gets or does not get a push %s', async (_, expiresInMs, awayMs, expected) => {
    await using test = await openTest()
    test.apns.setAirplaneMode(deviceToken, true)
    await test.sender.push(expiresInMs === 0 ? { headers: { 'apns-expiration': '0' } } : test.expiring(expiresInMs))
    test.clock.advance(awayMs)
    test.apns.setAirplaneMode(deviceToken, false)
    expect(test.got).toHaveLength(expected ? 1 : 0)
  })

  it.each([
    [29, 1],
    [30, 0],
  ])('%d days later has %d pushes left that named no expiration', async (days, expected) => {
    await using test = await openTest()
    test.apns.setAirplaneMode(deviceToken, true)
    await test.sender.push()
    test.clock.advance(days * dayMs)
    test.apns.setAirplaneMode(deviceToken, false)
    expect(test.got).toHaveLength(expected)
  })

  it('keeps what is stored when a push comes that is not to be stored', async () => {
    await using test = await openTest()
    test.apns.setAirplaneMode(deviceToken, true)
    await test.sender.push({ body: '{"kept":1}' })
    await test.sender.push({ body: '{"lost":1}', headers: { 'apns-expiration': '0' } })
    test.apns.setAirplaneMode(deviceToken, false)
    expect(test.payloads()).toEqual(['{"kept":1}'])
  })

  it('can be put there and back by a command', async () => {
    await using test = await openTest()
    test.apns.script({ kind: 'airplane-mode', deviceToken, on: true })
    await test.sender.push()
    test.apns.script({ kind: 'reset' })
    expect(test.got).toEqual([])
    test.apns.script({ kind: 'airplane-mode', deviceToken, on: false })
    expect(test.got).toHaveLength(1)
  })
})

it('a push for a device that nobody knows is accepted and not kept', async () => {
  await using test = await openTestApns(authority)
  await test.connect().push()
  const got: Push[] = []
  test.apns.deliverTo(deviceToken, (push) => got.push(push))
  test.apns.setAirplaneMode(deviceToken, false)
  expect(got).toEqual([])
})
