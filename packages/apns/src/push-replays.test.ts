/** What becomes of pushes whose stream or connection ends: GOAWAY (RFC 9113 §6.8), RST_STREAM, silence, absence. */
import { constants } from 'node:http2'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Received, startApnsServer } from './testing/apns-server.ts'
import { eventually } from './testing/eventually.ts'
import { openClient, tokens } from './testing/open-client.ts'
import { startTcpProxy } from './testing/tcp-proxy.ts'

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants
const delivered = { kind: 'delivered', apnsId: expect.any(String) }
const timesSeen = (received: readonly Received[], token: string) =>
  received.filter((push) => push.token === token).length

describe('GOAWAY', () => {
  it('without an error: streams up to the last one finish, the others go to a new connection', async () => {
    const server = await startApnsServer({ onPush: () => {} })
    const apns = openClient(server.url)
    const names = tokens(6)
    const outcomes = names.map((token) => apns.push(token))
    const first = (await server.receives(6)).slice()
    const [session] = server.sessions
    session!.goaway(NGHTTP2_NO_ERROR, first[2]!.stream.id)
    const second = (await server.receives(9)).slice(6)
    expect(second.map(({ token }) => token).sort()).toEqual(names.slice(3))
    expect(second.every((push) => push.session !== session)).toBe(true)
    for (const push of [...second, ...first.slice(0, 3)]) push.answer(200)
    expect(await Promise.all(outcomes)).toEqual(Array(6).fill(delivered))
    expect(server.received).toHaveLength(9)
    expect(apns.told('draining')).toEqual([{ state: 'draining', reason: 'GOAWAY' }])
  })

  it('announced for all streams first, as servers do before they shut down', async () => {
    const server = await startApnsServer({ onPush: () => {} })
    const apns = openClient(server.url)
    const held = apns.push('a1')
    const [first] = (await server.receives(1)) as [Received]
    first.session.goaway(NGHTTP2_NO_ERROR, 2 ** 31 - 1, Buffer.from('{"reason":"Shutdown"}'))
    await eventually(() => apns.told('draining').length === 1)
    const next = apns.push('a2')
    const [, second] = (await server.receives(2)) as [Received, Received]
    expect(second.session).not.toBe(first.session)
    first.answer(200)
    second.answer(200)
    expect(await Promise.all([held, next])).toEqual([delivered, delivered])
    expect(apns.told('draining')).toEqual([{ state: 'draining', reason: 'Shutdown' }])
  })

  it('with an error: all that have no answer are pushed again', async () => {
    const server = await startApnsServer({ onPush: () => {} })
    const apns = openClient(server.url)
    const outcomes = tokens(5).map((token) => apns.push(token))
    const first = (await server.receives(5)).slice()
    first[0]!.answer(200)
    await outcomes[0]
    first[0]!.session.goaway(NGHTTP2_INTERNAL_ERROR, first[2]!.stream.id)
    const second = (await server.receives(9)).slice(5)
    for (const push of second) push.answer(200)
    expect(await Promise.all(outcomes)).toEqual(Array(5).fill(delivered))
    expect(timesSeen(server.received, tokens(1)[0]!)).toBe(1)
  })
})

it('a connection that is cut without a word loses nothing', async () => {
  const server = await startApnsServer({ onPush: () => {} })
  const apns = openClient(server.url)
  const outcomes = tokens(5).map((token) => apns.push(token))
  await server.receives(5)
  server.cut()
  for (const push of (await server.receives(10)).slice(5)) push.answer(410, 'Unregistered')
  expect((await Promise.all(outcomes)).every(({ kind }) => kind === 'gone')).toBe(true)
  expect(apns.told('reconnecting')).toHaveLength(1)
})

it('a connection that is cut in the middle of an answer leaves no half answer', async () => {
  const since = new Date('2026-01-01T00:00:00Z')
  const server = await startApnsServer({ onPush: () => {} })
  const outcome = openClient(server.url).push('a1')
  const [{ stream, session }] = (await server.receives(1)) as [Received]
  stream.respond({ ':status': 410 })
  stream.write('{"reason":"Unreg')
  // An answer to PING: what was sent before it has arrived.
  await new Promise((resolve) => session.ping(resolve))
  server.cut()
  ;(await server.receives(2))[1]!.answer(410, 'Unregistered', { timestamp: since.getTime() })
  expect(await outcome).toEqual({ kind: 'gone', reason: 'Unregistered', since })
})

describe('RST_STREAM', () => {
  it.each([
    ['REFUSED_STREAM', NGHTTP2_REFUSED_STREAM],
    ['INTERNAL_ERROR', NGHTTP2_INTERNAL_ERROR],
    ['NO_ERROR', NGHTTP2_NO_ERROR],
  ])('with %s: the push is started again on the same connection', async (_name, code) => {
    let resets = 2
    const server = await startApnsServer({
      onPush: (push) => (push.token === 'a1' && resets-- > 0 ? push.stream.close(code) : push.answer(200)),
    })
    const apns = openClient(server.url)
    expect(await Promise.all([apns.push('a1'), apns.push('a2')])).toEqual([delivered, delivered])
    expect(timesSeen(server.received, 'a1')).toBe(3)
    expect(server.sessions).toHaveLength(1)
  })

  it('for ever: later, after five starts, and the rest goes on', async () => {
    const server = await startApnsServer({
      onPush: (push) => (push.token === 'a1' ? push.stream.close(NGHTTP2_REFUSED_STREAM) : push.answer(200)),
    })
    const apns = openClient(server.url)
    const outcomes = await Promise.all(['a1', 'a2', 'a3'].map((token) => apns.push(token)))
    expect(outcomes).toEqual([{ kind: 'later', reason: 'Unanswered', afterMs: undefined }, delivered, delivered])
    expect(timesSeen(server.received, 'a1')).toBe(5)
  })
})

describe('silence', () => {
  it('a push without an answer is reset, started once more and then later; the rest goes on', async () => {
    const resets: number[] = []
    const server = await startApnsServer({
      onPush: (push) => {
        if (push.token === 'silent') push.stream.on('close', () => resets.push(push.stream.rstCode))
        else push.answer(200)
      },
    })
    const apns = openClient(server.url, { requestTimeoutMs: 1500 })
    const outcomes = await Promise.all(['silent', ...tokens(3)].map((token) => apns.push(token)))
    expect(outcomes).toEqual([{ kind: 'later', reason: 'Timeout', afterMs: undefined }, ...Array(3).fill(delivered)])
    expect(timesSeen(server.received, 'silent')).toBe(2)
    await eventually(() => resets.length === 2)
    expect(resets).toEqual([NGHTTP2_CANCEL, NGHTTP2_CANCEL])
    expect(server.sessions).toHaveLength(1)
  })

  it('an answer that comes too late for the first start is not taken for that to the second', async () => {
    const server = await startApnsServer({ onPush: () => {} })
    const apns = openClient(server.url, { requestTimeoutMs: 1500 })
    const outcome = apns.push('slow')
    const [first, second] = (await server.receives(2)) as [Received, Received]
    first.answer(410, 'Unregistered')
    second.answer(200)
    expect(await outcome).toEqual(delivered)
  })

  it('a half-open connection is found by PING, and its pushes go to another one', async () => {
    const server = await startApnsServer()
    const proxy = await startTcpProxy(server.port)
    const apns = openClient(proxy.url, { pingAfterIdleMs: 100, pingTimeoutMs: 3000 })
    await apns.push('a1')
    proxy.freeze()
    expect(await Promise.all([apns.push('a2'), apns.push('a3')])).toEqual([delivered, delivered])
    expect(proxy.connections).toBe(2)
    expect(apns.told('reconnecting').map(({ cause }) => cause)).toEqual(['The server did not answer a PING'])
  })

  it('an idle connection that answers PINGs is kept', async () => {
    let pings = 0
    const server = await startApnsServer({ onSession: (session) => session.on('ping', () => pings++) })
    const apns = openClient(server.url, { pingAfterIdleMs: 20 })
    await apns.push('a1')
    await eventually(() => pings >= 5)
    await apns.push('a2')
    expect(server.sessions).toHaveLength(1)
  })

  it('a server that accepts the connection but never speaks is given up', async () => {
    const mute = createServer((socket) => socket.on('error', () => {}))
    await new Promise<void>((resolve) => mute.listen(0, 'localhost', resolve))
    const url = `https://localhost:${(mute.address() as AddressInfo).port}`
    const apns = openClient(url, { requestTimeoutMs: 100, maxWaitMs: 1500 })
    expect(await apns.push('a1')).toEqual({ kind: 'later', reason: 'Unreachable', afterMs: undefined })
    expect(apns.told('reconnecting')[0]).toMatchObject({ cause: 'The server did not complete the connection' })
    await apns.close()
    mute.close()
  })
})

describe('absence', () => {
  it('pushes wait while the server is away and are delivered when it is back', async () => {
    const first = await startApnsServer()
    const apns = openClient(first.url)
    await apns.push('a1')
    await first.stop()
    const outcomes = Promise.all(tokens(50).map((token) => apns.push(token)))
    await eventually(() => apns.told('reconnecting').length >= 3)
    expect(apns.waiting).toBe(50)
    const second = await startApnsServer({ port: first.port })
    expect(await outcomes).toEqual(Array(50).fill(delivered))
    expect(second.received).toHaveLength(50)
  })

  it.each([
    ['that refuses connections', 'https://localhost:1', 'ECONNREFUSED'],
    ['without an address', 'https://nowhere.invalid', 'nowhere.invalid'],
  ])('of a server %s is later, in time', async (_name, url, cause) => {
    const apns = openClient(url, { maxWaitMs: 400 })
    const outcomes = await Promise.all(tokens(3).map((token) => apns.push(token)))
    expect(outcomes).toEqual(Array(3).fill({ kind: 'later', reason: 'Unreachable', afterMs: undefined }))
    expect(apns.told('reconnecting')[0]!.cause).toContain(cause)
  })

  it('of a free stream for too long is later as well', async () => {
    const server = await startApnsServer({ onPush: () => {}, settings: { maxConcurrentStreams: 1 } })
    const apns = openClient(server.url, { maxWaitMs: 1500 })
    const held = apns.push('a1')
    expect(await apns.push('a2')).toEqual({ kind: 'later', reason: 'Congested', afterMs: undefined })
    server.received[0]!.answer(200)
    expect(await held).toEqual(delivered)
  })
})

describe('close', () => {
  it('awaits the outcomes of what was pushed, takes nothing more, and ends the connection', async () => {
    const server = await startApnsServer({ onPush: () => {}, settings: { maxConcurrentStreams: 2 } })
    const apns = openClient(server.url)
    const outcomes = tokens(3).map((token) => apns.push(token))
    await server.receives(2)
    const closed = apns.close()
    await expect(apns.push('late')).rejects.toMatchObject({ name: 'ApnsError', code: 'CLIENT_CLOSED' })
    for (const push of server.received.slice()) push.answer(200)
    ;(await server.receives(3))[2]!.answer(200)
    await closed
    expect(await Promise.all(outcomes)).toEqual(Array(3).fill(delivered))
    await eventually(() => server.sessions.every(({ destroyed }) => destroyed))
    expect(apns.close()).toBe(apns.close())
  })

  it('lets a connection that is just being made deliver', async () => {
    const server = await startApnsServer()
    const apns = openClient(server.url)
    const outcome = apns.push('a1')
    await apns.close()
    expect(await outcome).toEqual(delivered)
  })

  it('does not wait for a server that is away', async () => {
    const apns = openClient('https://localhost:1')
    const outcome = apns.push('a1')
    await eventually(() => apns.told('reconnecting').length > 0)
    await apns.close()
    expect(await outcome).toEqual({ kind: 'later', reason: 'Closing', afterMs: undefined })
  })

  it('releases those who await ready', async () => {
    const apns = openClient('https://localhost:1')
    const ready = apns.ready()
    await apns.close()
    await ready
  })
})
