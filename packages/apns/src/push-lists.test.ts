/** Lists of pushes: the window of streams stays full, and nobody waits for a list who need not. */
import type { ServerHttp2Session } from 'node:http2'
import { describe, expect, it } from 'vitest'
import { type ApnsServer, startApnsServer } from './testing/apns-server.ts'
import { eventually } from './testing/eventually.ts'
import { openClient, tokens } from './testing/open-client.ts'

const hold = () => {}

/** The client has acted on all that the server has sent: its answer to a second PING follows what the first set off. */
async function settled(session: ServerHttp2Session): Promise<void> {
  for (let round = 0; round < 2; round++) await new Promise((resolve) => session.ping(resolve))
}

const answerFrom = (server: ApnsServer, from: number) => {
  for (const push of server.received.slice(from)) push.answer(200)
}
const received = (server: ApnsServer) => server.received.map(({ token }) => token)

describe('a list', () => {
  it('has as many pushes under way as APNs takes, and resolves with the outcomes in its own order', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 3 } })
    const apns = openClient(server.url)
    const list = tokens(7)
    const outcomes = apns.pushAll(list)
    await server.receives(3)
    expect(apns).toMatchObject({ inFlight: 3, waiting: 4 })
    // From the last to the first, one of them refused.
    for (let count = 3; count < 7; count++) {
      await settled(server.sessions[0]!)
      expect(server.received).toHaveLength(count)
      server.received[count - 1]!.answer(count === 4 ? 410 : 200, count === 4 ? 'Unregistered' : undefined)
      await server.receives(count + 1)
    }
    for (const push of [server.received[6]!, server.received[1]!, server.received[0]!]) push.answer(200)
    expect((await outcomes).map(({ kind }) => kind)).toEqual([
      ...['delivered', 'delivered', 'delivered'],
      ...['gone', 'delivered', 'delivered', 'delivered'],
    ])
    expect(received(server)).toEqual(list)
  })

  it('begins when the one before has begun, so that no stream is free at the border', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 3 } })
    const apns = openClient(server.url)
    const all = tokens(8)
    const first = apns.pushAll(all.slice(0, 4))
    const second = apns.pushAll(all.slice(4))
    for (let count = 3; count < 8; count++) {
      await server.receives(count)
      await settled(server.sessions[0]!)
      expect(apns.inFlight).toBe(3)
      server.received[count - 3]!.answer(200)
    }
    await server.receives(8)
    answerFrom(server, 5)
    await Promise.all([first, second])
    expect(received(server)).toEqual(all)
  })

  it('lets single pushes and those who await ready go before it', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 1 } })
    const apns = openClient(server.url)
    const [one, two, ...list] = tokens(5)
    const outcomes = apns.pushAll(list)
    await server.receives(1)
    const single = apns.push(one!)
    const walked = apns.ready().then(() => apns.push(two!))
    for (let count = 1; count < 5; count++) {
      server.received[count - 1]!.answer(200)
      await server.receives(count + 1)
    }
    answerFrom(server, 4)
    await Promise.all([outcomes, single, walked])
    expect(received(server)).toEqual([list[0], one, two, list[1], list[2]])
  })

  it('does not fill the queue of single pushes', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 1 } })
    const apns = openClient(server.url)
    void apns.pushAll(Array.from({ length: 100_002 }, () => tokens(1)[0]!))
    await server.receives(1)
    const single = apns.push(tokens(2)[1]!)
    server.received[0]!.answer(200)
    await server.receives(2)
    server.received[1]!.answer(200)
    expect((await single).kind).toBe('delivered')
    server.cut()
    void apns.close()
  })

  it('waits while APNs cannot be reached, for longer than a single push would', async () => {
    const first = await startApnsServer()
    const { port } = first
    await first.stop()
    const apns = openClient(`https://localhost:${port}`, { maxWaitMs: 50 })
    const outcomes = apns.pushAll(tokens(3))
    expect(await apns.push(tokens(4)[3]!)).toMatchObject({ kind: 'later', reason: 'Unreachable' })
    const server = await startApnsServer({ port })
    expect((await outcomes).map(({ kind }) => kind)).toEqual(['delivered', 'delivered', 'delivered'])
    expect(server.received).toHaveLength(3)
  })

  it('refuses tokens that no server could take, by themselves', async () => {
    const server = await startApnsServer()
    const [good] = tokens(1)
    const outcomes = await openClient(server.url).pushAll(['../x', good!, ''])
    expect(outcomes).toMatchObject([{ kind: 'badToken' }, { kind: 'delivered' }, { kind: 'badToken' }])
    expect(server.received).toHaveLength(1)
  })

  it('of nothing has no outcomes', async () => {
    const server = await startApnsServer()
    expect(await openClient(server.url).pushAll([])).toEqual([])
    expect(server.sessions).toHaveLength(0)
  })

  it('is misconfigured as a whole when one push is', async () => {
    const server = await startApnsServer({
      onPush: (push) => push.answer(403, 'BadCertificate'),
      settings: { maxConcurrentStreams: 1 },
    })
    const apns = openClient(server.url)
    const outcomes = await apns.pushAll(tokens(50))
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['misconfigured']))
    expect(server.received).toHaveLength(1)
    expect(apns.told('alarm')).toHaveLength(1)
  })
})

describe('close', () => {
  it('ends a list: what is under way has its outcome, the rest is to be pushed later', async () => {
    const server = await startApnsServer({ onPush: hold, settings: { maxConcurrentStreams: 2 } })
    const apns = openClient(server.url)
    const outcomes = apns.pushAll(tokens(4))
    await server.receives(2)
    const closed = apns.close()
    answerFrom(server, 0)
    expect((await outcomes).map(({ kind }) => kind)).toEqual(['delivered', 'delivered', 'later', 'later'])
    expect((await outcomes)[3]).toMatchObject({ reason: 'Closing' })
    await closed
    expect(server.received).toHaveLength(2)
    await expect(apns.pushAll(tokens(1))).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
  })

  it('ends a list that waits for a connection', async () => {
    const server = await startApnsServer()
    await server.stop()
    const apns = openClient(server.url)
    const outcomes = apns.pushAll(tokens(2))
    await eventually(() => apns.told('reconnecting').length > 0)
    await apns.close()
    expect(await outcomes).toMatchObject([{ reason: 'Closing' }, { reason: 'Closing' }])
  })
})
