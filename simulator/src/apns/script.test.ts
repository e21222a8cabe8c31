import { describe, expect, it } from 'vitest'
import { deviceToken, openTestApns, sharedAuthority } from '../testing/apns.ts'
import type { Command } from './commands.ts'
import { statusOfReason } from './reasons.ts'

const authority = await sharedAuthority()
const otherDevice = 'b2'.repeat(32)

/** A virtual APNs that has been given commands. */
async function scripted(...commands: readonly Command[]) {
  const test = await openTestApns(authority)
  for (const command of commands) test.apns.script(command)
  return test
}

const outcomes = (results: readonly PromiseSettledResult<{ readonly status: number }>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? result.value.status : result.reason.message))

describe('answers', () => {
  it.each(Object.entries(statusOfReason))('%s comes with %d', async (reason, status) => {
    await using test = await scripted({ kind: 'answer', reason })
    expect(await test.connect().push()).toMatchObject({ status, body: { reason } })
    expect(test.apns.received()).toMatchObject([{ outcome: `${status} ${reason}` }])
  })

  it('a 410 tells since when the token is dead: the time given, else now', async () => {
    await using test = await scripted(
      { kind: 'answer', reason: 'Unregistered', timestamp: 1_700_000_000_123 },
      { kind: 'answer', reason: 'ExpiredToken' },
    )
    const sender = test.connect()
    expect((await sender.push()).body).toEqual({ reason: 'Unregistered', timestamp: 1_700_000_000_123 })
    expect((await sender.push()).body).toEqual({ reason: 'ExpiredToken', timestamp: test.clock.now().getTime() })
  })

  it('others tell no time', async () => {
    await using test = await scripted({ kind: 'answer', reason: 'BadDeviceToken' })
    expect((await test.connect().push()).body).toEqual({ reason: 'BadDeviceToken' })
  })

  it.each<[Command, string | undefined]>([
    [{ kind: 'answer', reason: 'TooManyRequests', retryAfterSeconds: 30 }, '30'],
    [{ kind: 'answer', reason: 'InternalServerError' }, undefined],
  ])('%j has Retry-After %s', async (command, expected) => {
    await using test = await scripted(command)
    expect((await test.connect().push()).headers['retry-after']).toBe(expected)
  })

  it('may have a reason and a status that Apple does not know', async () => {
    await using test = await scripted({ kind: 'answer', reason: 'MoonInTheWay', status: 502 })
    expect(await test.connect().push()).toMatchObject({ status: 502, body: { reason: 'MoonInTheWay' } })
  })
})

describe('how often and for whom', () => {
  it('once unless said otherwise', async () => {
    await using test = await scripted({ kind: 'answer', reason: 'Shutdown' })
    const sender = test.connect()
    expect([(await sender.push()).status, (await sender.push()).status]).toEqual([503, 200])
  })

  it('n times, then what was given next', async () => {
    await using test = await scripted(
      { kind: 'answer', reason: 'Shutdown', times: 2 },
      { kind: 'answer', reason: 'TooManyRequests' },
    )
    const sender = test.connect()
    const statuses: number[] = []
    for (let count = 0; count < 4; count++) statuses.push((await sender.push()).status)
    expect(statuses).toEqual([503, 503, 429, 200])
  })

  it('always, until the script is reset', async () => {
    await using test = await scripted({ kind: 'answer', reason: 'Shutdown', times: 'always' })
    const sender = test.connect()
    for (let count = 0; count < 3; count++) expect((await sender.push()).status).toBe(503)
    test.apns.script({ kind: 'reset' })
    expect((await sender.push()).status).toBe(200)
  })

  it('for one device, before what is for all', async () => {
    await using test = await scripted(
      { kind: 'answer', reason: 'Shutdown', times: 'always' },
      { kind: 'answer', reason: 'Unregistered', deviceToken: otherDevice.toUpperCase() },
    )
    const sender = test.connect()
    const path = `/3/device/${otherDevice}`
    expect((await sender.push()).status).toBe(503)
    expect((await sender.push({ path })).status).toBe(410)
    expect((await sender.push({ path })).status).toBe(503)
  })

  it('a request that fails the checks takes no turn', async () => {
    await using test = await scripted({ kind: 'answer', reason: 'Shutdown' })
    const sender = test.connect()
    expect((await sender.push({ body: '' })).status).toBe(400)
    expect((await sender.push()).status).toBe(503)
  })
})

describe('a slow answer', () => {
  it('comes after others that were asked for later', async () => {
    await using test = await scripted({ kind: 'slow', delayMs: 2000 })
    const sender = test.connect()
    const order: string[] = []
    const slow = sender.push().then(({ status }) => order.push(`slow ${status}`))
    await sender.push().then(({ status }) => order.push(`quick ${status}`))
    await slow
    expect(order).toEqual(['quick 200', 'slow 200'])
  })

  it('for which the sender does not wait is no acceptance', async () => {
    await using test = await scripted({ kind: 'slow', delayMs: 600_000 })
    const sender = test.connect()
    const received = test.nextPush()
    const pushed = sender.push().catch(() => 'broken off')
    await sender.push()
    expect(await received).toMatchObject({ outcome: '200' })
    const abandoned = test.nextPush()
    sender.session.destroy()
    expect(await pushed).toBe('broken off')
    expect(await abandoned).toMatchObject({ outcome: 'abandoned' })
  })
})

it('silence: the push is never answered, others are, and so are pings', async () => {
  await using test = await scripted({ kind: 'silent' })
  const sender = test.connect()
  const silent = sender.push().catch((error: Error) => error.message)
  expect((await sender.push()).status).toBe(200)
  await new Promise<void>((resolve, reject) => sender.session.ping((error) => (error ? reject(error) : resolve())))
  expect(await Promise.race([silent, 'nothing yet'])).toBe('nothing yet')
  expect(test.apns.counts()).toEqual({ silent: 1, '200': 1 })
})

it.each([
  ['INTERNAL_ERROR', undefined, 2],
  ['REFUSED_STREAM', 'REFUSED_STREAM', 7],
  ['ENHANCE_YOUR_CALM', 'ENHANCE_YOUR_CALM', 11],
] as const)('a stream can be reset with %s, and the connection goes on', async (name, code, number) => {
  await using test = await scripted(code ? { kind: 'reset-stream', code } : { kind: 'reset-stream' })
  const sender = test.connect()
  await expect(sender.push()).rejects.toThrow(`stream ended: ${number}`)
  expect((await sender.push()).status).toBe(200)
  expect(test.apns.counts()).toEqual({ [`reset-stream ${name}`]: 1, '200': 1 })
})

describe('GOAWAY', () => {
  it('answers what it names as processed, refuses the rest, and closes', async () => {
    await using test = await scripted({ kind: 'goaway' })
    const sender = test.connect()
    await sender.streams(1_000)
    const goaway = sender.goaway()
    const results = await Promise.allSettled([sender.push(), sender.push(), sender.push()])
    expect(await goaway).toEqual({ code: 0, lastStreamId: 1, data: '{"reason":"Shutdown"}' })
    expect(outcomes(results)).toEqual([200, 'stream ended: 7', 'stream ended: 7'])
    await sender.closed()
    expect(test.apns.counts()).toEqual({ '200': 1 })
  })

  it('waits for slow answers that were asked for before', async () => {
    await using test = await scripted({ kind: 'slow', delayMs: 200 }, { kind: 'goaway' })
    const sender = test.connect()
    await sender.streams(1_000)
    expect(outcomes(await Promise.allSettled([sender.push(), sender.push()]))).toEqual([200, 200])
    await sender.closed()
  })

  it('hard: neither the push nor others under way are answered', async () => {
    await using test = await scripted({ kind: 'silent' }, { kind: 'goaway', hard: true })
    const sender = test.connect()
    await sender.streams(1_000)
    const goaway = sender.goaway()
    const results = await Promise.allSettled([sender.push(), sender.push(), sender.push()])
    expect(await goaway).toMatchObject({ code: 2 })
    expect(outcomes(results)).toEqual(Array(3).fill(expect.stringContaining('stream ended')))
    await sender.closed()
    expect(test.apns.counts()).toEqual({ silent: 1, 'goaway hard': 1 })
  })

  it('can be sent on every open connection at once', async () => {
    await using test = await openTestApns(authority)
    const senders = [test.connect(), test.connect()]
    await Promise.all(senders.map((sender) => sender.push()))
    const goaways = senders.map((sender) => sender.goaway())
    test.apns.script({ kind: 'close-connections' })
    expect(await Promise.all(goaways)).toMatchObject([{ code: 0 }, { code: 0 }])
    await Promise.all(senders.map((sender) => sender.closed()))
    expect((await test.connect().push()).status).toBe(200)
  })
})

it('a disconnection ends everything without a GOAWAY', async () => {
  await using test = await scripted({ kind: 'disconnect' })
  const sender = test.connect()
  let goaway = false
  sender.session.on('goaway', () => {
    goaway = true
  })
  await sender.streams(1_000)
  const results = await Promise.allSettled([sender.push(), sender.push()])
  expect(outcomes(results)).toEqual(Array(2).fill(expect.stringContaining('stream ended')))
  await sender.closed()
  expect(goaway).toBe(false)
  expect(test.apns.counts()).toEqual({ disconnect: 1 })
})

describe('concurrent streams', () => {
  it('are lowered on open connections and on new ones, and are as usual after a reset', async () => {
    await using test = await openTestApns(authority)
    const open = test.connect()
    await open.streams(1_000)
    test.apns.script({ kind: 'max-concurrent-streams', streams: 1 })
    await open.streams(1)
    const fresh = test.connect()
    await fresh.streams(1)
    test.apns.script({ kind: 'reset' })
    await Promise.all([open.streams(1_000), fresh.streams(1_000)])
    expect((await open.push()).status).toBe(200)
  })

  it('are held to: a request beyond is refused', async () => {
    await using test = await scripted({ kind: 'max-concurrent-streams', streams: 1 }, { kind: 'silent', deviceToken })
    const sender = test.connect()
    // Before SETTINGS has arrived, nothing holds the client back.
    const waiting = sender.push().catch(() => {})
    await expect(sender.push({ path: `/3/device/${otherDevice}` })).rejects.toThrow('stream ended: 7')
    sender.session.destroy()
    await waiting
  })
})

describe('connections', () => {
  it('are refused for a while, then taken', async () => {
    await using test = await scripted({ kind: 'refuse-connections', forMs: 60_000 })
    await expect(test.connect().push()).rejects.toThrow()
    test.clock.advance(60_000)
    expect((await test.connect().push()).status).toBe(200)
  })

  it('are taken again after a reset, and open ones were not concerned', async () => {
    await using test = await openTestApns(authority)
    const open = test.connect()
    await open.push()
    test.apns.script({ kind: 'refuse-connections', forMs: 60_000 })
    await expect(test.connect().push()).rejects.toThrow()
    expect((await open.push()).status).toBe(200)
    test.apns.script({ kind: 'reset' })
    expect((await test.connect().push()).status).toBe(200)
  })
})
