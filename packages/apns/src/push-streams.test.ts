/** How many pushes are under way: SETTINGS (RFC 9113 §6.5.2), slow start, back-pressure. */
import { once } from 'node:events'
import type { ServerHttp2Session } from 'node:http2'
import { describe, expect, it } from 'vitest'
import type { ProviderTokens } from './provider-tokens.ts'
import { type ApnsServer, startApnsServer } from './testing/apns-server.ts'
import { eventually } from './testing/eventually.ts'
import { openClient, tokens } from './testing/open-client.ts'

const hold = () => {}
const constantTokens: ProviderTokens = { authorization: () => 'bearer token', renew: () => false }

/** The client has acted on all that the server has sent: its answer to a second PING follows what the first set off. */
async function settled(session: ServerHttp2Session): Promise<void> {
  for (let round = 0; round < 2; round++) await new Promise((resolve) => session.ping(resolve))
}

async function limit(session: ServerHttp2Session, maxConcurrentStreams: number): Promise<void> {
  await new Promise((resolve) => session.settings({ maxConcurrentStreams }, resolve))
}

/** Answers what was received since `from`. */
function answerFrom(server: ApnsServer, from: number): void {
  for (const push of server.received.slice(from)) push.answer(200)
}

describe('SETTINGS_MAX_CONCURRENT_STREAMS', () => {
  it('is the limit, also when it is lowered to one, to none, and raised again while pushes are under way', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 4 } })
    const apns = openClient(server.url)
    const outcomes = Promise.all(tokens(20).map((token) => apns.push(token)))
    await server.receives(4)
    const session = server.sessions[0]!
    await settled(session)
    expect(server.received).toHaveLength(4)
    expect(apns).toMatchObject({ inFlight: 4, waiting: 16 })

    await limit(session, 1)
    for (const push of server.received.slice(0, 3)) push.answer(200)
    await settled(session)
    expect(server.received).toHaveLength(4)
    for (let count = 4; count < 7; count++) {
      server.received[count - 1]!.answer(200)
      await server.receives(count + 1)
      await settled(session)
      expect(server.received).toHaveLength(count + 1)
    }

    await limit(session, 0)
    server.received[6]!.answer(200)
    await settled(session)
    expect(server.received).toHaveLength(7)
    expect(apns).toMatchObject({ inFlight: 0, waiting: 13 })

    await limit(session, 10)
    await server.receives(17)
    answerFrom(server, 7)
    await server.receives(20)
    answerFrom(server, 17)
    expect((await outcomes).every(({ kind }) => kind === 'delivered')).toBe(true)
    expect(server.sessions).toHaveLength(1)
  })

  it('is awaited before the first push, as another one would be refused', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 2 } })
    const apns = openClient(server.url)
    for (const token of tokens(5)) void apns.push(token)
    await server.receives(2)
    expect(apns.told('connected')).toEqual([{ state: 'connected', maxConcurrentStreams: 2 }])
    expect(apns.inFlight).toBe(2)
    answerFrom(server, 0)
    await server.receives(4)
    answerFrom(server, 2)
    await server.receives(5)
    answerFrom(server, 4)
  })

  it('is filled on each of several connections, opened one after the other', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 2 } })
    const apns = openClient(server.url, { maxConnections: 3 })
    const outcomes = tokens(7).map((token) => apns.push(token))
    await server.receives(6)
    expect(server.sessions).toHaveLength(3)
    expect(apns).toMatchObject({ inFlight: 6, waiting: 1 })
    answerFrom(server, 0)
    await server.receives(7)
    answerFrom(server, 6)
    await Promise.all(outcomes)
    expect(server.sessions).toHaveLength(3)
  })
})

describe('slow start', () => {
  it('with a provider token, one push goes ahead until a good answer', async () => {
    const server = await startApnsServer({ onPush: hold })
    const apns = openClient(server.url, { auth: { kind: 'token', tokens: constantTokens } })
    const outcomes = tokens(5).map((token) => apns.push(token))
    await server.receives(1)
    await settled(server.sessions[0]!)
    expect(server.received).toHaveLength(1)
    server.received[0]!.answer(410, 'Unregistered')
    await server.receives(5)
    answerFrom(server, 1)
    await Promise.all(outcomes)
  })

  it('does not concern certificates', async () => {
    const server = await startApnsServer({ onPush: hold })
    const apns = openClient(server.url)
    for (const token of tokens(5)) void apns.push(token)
    await server.receives(5)
    answerFrom(server, 0)
  })
})

describe('ready', () => {
  it('holds a walk at the limit of streams, so that nothing waits in memory', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 3 } })
    const apns = openClient(server.url)
    const outcomes: Promise<unknown>[] = []
    const walk = (async () => {
      for (const token of tokens(9)) {
        await apns.ready()
        expect(apns.waiting).toBe(0)
        outcomes.push(apns.push(token))
      }
    })()
    await server.receives(3)
    await settled(server.sessions[0]!)
    expect(outcomes).toHaveLength(3)
    server.received[0]!.answer(200)
    await server.receives(4)
    expect(outcomes).toHaveLength(4)
    await eventually(() => {
      answerFrom(server, 0)
      return outcomes.length === 9
    })
    await walk
    await server.receives(9)
    answerFrom(server, 0)
    await Promise.all(outcomes)
  })

  it('calls as many of several walks as there are free streams', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 2 } })
    const apns = openClient(server.url)
    const walks = tokens(6).map(async (token) => {
      await apns.ready()
      const outcome = apns.push(token)
      expect(apns.waiting).toBe(0)
      return outcome
    })
    for (let count = 2; count <= 6; count += 2) {
      await server.receives(count)
      answerFrom(server, count - 2)
    }
    expect(await Promise.all(walks)).toHaveLength(6)
  })

  it('connects by itself, and resolves at once where the outcome needs no stream', async () => {
    const server = await startApnsServer()
    const apns = openClient(server.url)
    await apns.ready()
    expect(server.sessions).toHaveLength(1)
    await apns.close()
    await apns.ready()
    expect(server.received).toHaveLength(0)
  })
})

it('a new connection is not made while the present one serves', async () => {
  const server = await startApnsServer()
  const apns = openClient(server.url, { maxConnections: 4 })
  for (const token of tokens(30)) await apns.push(token)
  expect(server.sessions).toHaveLength(1)
  const [session] = server.sessions as [ServerHttp2Session]
  const closed = once(session, 'close')
  await apns.close()
  await closed
})
