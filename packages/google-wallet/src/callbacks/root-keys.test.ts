import { expect, it } from 'vitest'
import type { Failure } from '../errors.ts'
import { callbackSigner } from '../testing/callback-signer.ts'
import { handClock } from '../testing/clock.ts'
import { type Answer, scriptedServer } from '../testing/scripted-server.ts'
import { openRootKeys } from './root-keys.ts'
import { verifyCallback } from './verify-callback.ts'

const issuerId = '3388000000022000001'
const start = new Date('2026-12-01T12:00:00Z')
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000]
const signer = callbackSigner(start)
const fresh = (cacheControl?: string, keys = signer.rootKeysJson): Answer => ({
  body: keys,
  ...(cacheControl !== undefined && { headers: { 'cache-control': cacheControl } }),
})

async function open(script: readonly Answer[] | (() => Answer)) {
  const clock = handClock(start)
  const server = await scriptedServer(script)
  const failures: Failure[] = []
  const rootKeys = openRootKeys({ url: server.url, clock, onFailure: (failure) => failures.push(failure) })
  const settled = () => expect.poll(() => server.seen.length)
  return {
    clock,
    server,
    rootKeys,
    failures,
    settled,
    verify: (body: unknown) => verifyCallback(body, { issuerId, rootKeys, clock }),
  }
}

it('verifies with keys that are fetched once, however many callbacks come at the same time', async () => {
  const { server, verify } = await open([fresh('max-age=3600')])
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(signer.body(issuerId, {}))))
  expect(verdicts.every(({ isVerified }) => isVerified)).toBe(true)
  expect(server.seen).toHaveLength(1)
  expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/' })
})

it('keeps keys for their max-age, less what they spent in caches', async () => {
  const { clock, server, rootKeys, settled } = await open([
    { ...fresh('public, max-age=3600'), headers: { 'cache-control': 'public, max-age=3600', age: '600' } },
    fresh(),
  ])
  await rootKeys.current()
  clock.turn(3000_000 - 1)
  await rootKeys.current()
  expect(server.seen).toHaveLength(1)
  clock.turn(1)
  await rootKeys.current()
  await settled().toBe(2)
})

it('renews keys an hour before the first one expires, in the background', async () => {
  const { clock, server, rootKeys, settled } = await open([fresh('max-age=9999999'), fresh('max-age=9999999')])
  await rootKeys.current()
  clock.turn(7 * dayMs - hourMs - 1)
  await rootKeys.current()
  expect(server.seen).toHaveLength(1)
  clock.turn(1)
  // It does not wait for the new ones.
  expect(await rootKeys.current()).toHaveLength(1)
  await settled().toBe(2)
})

it('without a max-age keys are a day old at most', async () => {
  const { clock, rootKeys, settled } = await open([fresh(), fresh()])
  await rootKeys.current()
  clock.turn(dayMs)
  await rootKeys.current()
  await settled().toBe(2)
})

it('forged callbacks cause one request a minute at most', async () => {
  const { clock, server, verify } = await open(() => fresh('max-age=86400'))
  const forged = callbackSigner(start).body(issuerId, {})
  for (let minute = 0; minute < 3; minute++) {
    for (let n = 0; n < 50; n++) expect(await verify(forged)).toMatchObject({ code: 'INTERMEDIATE_SIGNATURE' })
    expect(server.seen).toHaveLength(minute + 1)
    clock.turn(minuteMs)
  }
})

it('a key that Google uses since a minute ago verifies at once', async () => {
  const next = callbackSigner(start)
  const both = JSON.stringify({
    keys: [signer, next].flatMap(({ rootKeysJson }) => JSON.parse(rootKeysJson).keys),
  })
  const { clock, server, verify } = await open([fresh('max-age=86400'), fresh('max-age=86400', both)])
  expect(await verify(signer.body(issuerId, {}))).toMatchObject({ isVerified: true })
  const message = { expTimeMillis: start.getTime() + hourMs }
  expect(await verify(next.body(issuerId, message))).toMatchObject({ code: 'INTERMEDIATE_SIGNATURE' })
  clock.turn(minuteMs)
  expect(await verify(next.body(issuerId, message))).toMatchObject({ isVerified: true })
  expect(server.seen).toHaveLength(2)
})

it('keys that are stale but have not expired survive an outage', async () => {
  const { clock, rootKeys, failures, settled, verify } = await open([
    fresh('max-age=60'),
    { status: 503 },
    { breaks: true },
  ])
  await rootKeys.current()
  for (let outage = 1; outage <= 2; outage++) {
    clock.turn(hourMs)
    expect(await verify(signer.body(issuerId, { expTimeMillis: start.getTime() + dayMs }))).toMatchObject({
      isVerified: true,
    })
    await settled().toBe(1 + outage)
    await expect.poll(() => failures.length).toBe(outage)
  }
  expect(failures.map(({ code }) => code)).toEqual(['SERVER_ERROR', 'UNREACHABLE'])
})

it('expired keys do not, and there is one request a minute while the outage lasts', async () => {
  const { clock, server, verify } = await open([fresh(), { status: 500 }, fresh()])
  await verify(signer.body(issuerId, {}))
  clock.turn(7 * dayMs)
  for (let n = 0; n < 20; n++) expect(await verify(signer.body(issuerId, {}))).toMatchObject({ code: 'NO_ROOT' })
  expect(server.seen).toHaveLength(2)
})

it('an outage at the start is over a minute later', async () => {
  const { clock, verify } = await open([{ status: 500 }, fresh()])
  const body = signer.body(issuerId, { expTimeMillis: start.getTime() + hourMs })
  expect(await verify(body)).toMatchObject({ code: 'NO_ROOT' })
  clock.turn(minuteMs)
  expect(await verify(body)).toMatchObject({ isVerified: true })
})

it.each([
  ['no JSON', '<html>'],
  ['no keys', '{"keys":[]}'],
  [
    'keys of another protocol',
    JSON.stringify({ keys: [{ ...JSON.parse(signer.rootKeysJson).keys[0], protocolVersion: 'ECv1' }] }),
  ],
  [
    'a key that is none',
    '{"keys":[{"keyValue":"AAAA","protocolVersion":"ECv2SigningOnly","keyExpiration":"4102444800000"}]}',
  ],
])('an answer with %s is an outage', async (_, body) => {
  const { failures, verify } = await open([{ body }])
  expect(await verify(signer.body(issuerId, {}))).toMatchObject({ code: 'NO_ROOT' })
  expect(failures).toMatchObject([{ code: 'UNEXPECTED_ANSWER' }])
})

it('a clock that is set back does not stop renewals', async () => {
  const { clock, rootKeys, settled } = await open([{ status: 500 }, fresh()])
  await rootKeys.current()
  clock.turn(-dayMs)
  await rootKeys.current()
  await settled().toBe(2)
})
