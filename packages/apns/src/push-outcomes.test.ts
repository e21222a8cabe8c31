/** What becomes of pushes when a live connection answers. */
import { expect, it } from 'vitest'
import { type ApnsReason, apnsReasons } from './reasons.ts'
import { startApnsServer } from './testing/apns-server.ts'
import { openClient, tokens } from './testing/open-client.ts'

it.each(Object.entries<ApnsReason>(apnsReasons))('%s arrives as the outcome of its row', async (reason, row) => {
  const server = await startApnsServer({ onPush: (push) => push.answer(row.status, reason) })
  const outcome = await openClient(server.url).push('a1')
  expect(outcome).toMatchObject({ kind: row.outcome, reason })
  expect(server.received).toHaveLength(1)
})

it('410 brings the moment since which the token is dead', async () => {
  const timestamp = Date.parse('2026-02-28T08:15:00.250Z')
  const server = await startApnsServer({ onPush: (push) => push.answer(410, 'Unregistered', { timestamp }) })
  expect(await openClient(server.url).push('a1')).toEqual({
    kind: 'gone',
    reason: 'Unregistered',
    since: new Date(timestamp),
  })
})

it('Retry-After is handed on', async () => {
  const headers = { 'retry-after': '30' }
  const server = await startApnsServer({ onPush: (push) => push.answer(429, 'TooManyRequests', { headers }) })
  expect(await openClient(server.url).push('a1')).toEqual({ kind: 'later', reason: 'TooManyRequests', afterMs: 30_000 })
})

it('an error page of something in between is cut off, not collected', async () => {
  const server = await startApnsServer({
    onPush: ({ stream }) => {
      stream.respond({ ':status': 502 })
      stream.end('x'.repeat(1_000_000))
    },
  })
  expect(await openClient(server.url).push('a1')).toMatchObject({ kind: 'later', reason: 'HTTP 502' })
})

it('200 counts even if the server sends a body or an empty frame after it', async () => {
  const server = await startApnsServer({
    onPush: ({ stream, token }) => {
      stream.respond({ ':status': 200 })
      stream.end(token === 'a1' ? 'fine' : '')
    },
  })
  const apns = openClient(server.url)
  for (const token of ['a1', 'a2']) expect(await apns.push(token)).toMatchObject({ kind: 'delivered' })
})

it('one bad token never stops the rest', async () => {
  const bad = [
    'Unregistered',
    'BadDeviceToken',
    'DeviceTokenNotForTopic',
    'TooManyRequests',
    'PayloadTooLarge',
  ] as const
  const server = await startApnsServer({
    onPush: (push) => {
      const reason = bad[Number(push.token.slice(1))]
      if (reason) push.answer(apnsReasons[reason].status, reason)
      else push.answer(200)
    },
  })
  const apns = openClient(server.url)
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => apns.push(`t${index}`)))
  expect(outcomes.slice(0, 5).map(({ kind }) => kind)).toEqual(['gone', 'badToken', 'badToken', 'later', 'refused'])
  expect(outcomes.slice(5).every(({ kind }) => kind === 'delivered')).toBe(true)
  expect(apns.told('alarm')).toEqual([])
})

it('a bad token is only held against the token once another push was delivered', async () => {
  const server = await startApnsServer({
    onPush: (push) => (push.token === 'bad' ? push.answer(400, 'BadDeviceToken') : push.answer(200)),
  })
  const apns = openClient(server.url)
  expect(await apns.push('bad')).toMatchObject({ kind: 'badToken', senderProven: false })
  await apns.push('good')
  expect(await apns.push('bad')).toMatchObject({ kind: 'badToken', senderProven: true })
})

it('an alarm tells that the first twenty tokens were all refused, once', async () => {
  const server = await startApnsServer({ onPush: (push) => push.answer(400, 'BadDeviceToken') })
  const apns = openClient(server.url)
  await Promise.all(tokens(45).map((token) => apns.push(token)))
  expect(apns.told('alarm')).toEqual([
    { state: 'alarm', reason: 'BadDeviceToken', explanation: expect.stringContaining('environment and topic') },
  ])
})

it('too many provider tokens raise an alarm, once until a push is delivered', async () => {
  let refuse = true
  const server = await startApnsServer({
    onPush: (push) => (refuse ? push.answer(429, 'TooManyProviderTokenUpdates') : push.answer(200)),
  })
  const apns = openClient(server.url)
  const alarms = () => apns.told('alarm').map(({ reason }) => reason)
  for (const token of ['a1', 'a2']) expect(await apns.push(token)).toMatchObject({ kind: 'later', afterMs: 1_200_000 })
  expect(alarms()).toEqual(['TooManyProviderTokenUpdates'])
  refuse = false
  await apns.push('a3')
  refuse = true
  await apns.push('a4')
  expect(alarms()).toHaveLength(2)
})

it('fewer pushes are under way while APNs answers 503', async () => {
  const server = await startApnsServer({ onPush: () => {}, settings: { maxConcurrentStreams: 16 } })
  const apns = openClient(server.url)
  const outcomes = Promise.all(tokens(24).map((token) => apns.push(token)))
  const first = (await server.receives(16)).slice()
  for (const push of first) push.answer(503, 'ServiceUnavailable')
  // All sixteen are one trouble: half as many may follow.
  const next = (await server.receives(24)).slice(16)
  expect(apns.inFlight).toBe(8)
  for (const push of next) push.answer(200)
  expect(
    (await outcomes)
      .map(({ kind }) => kind)
      .sort()
      .lastIndexOf('delivered'),
  ).toBe(7)
})
