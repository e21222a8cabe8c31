/** A misconfiguration stops the client, not the devices. */
import { spawn } from 'node:child_process'
import { constants } from 'node:http2'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ApnsServer, startApnsServer } from './testing/apns-server.ts'
import { authority, server as identity, stranger } from './testing/authority.ts'
import { eventually } from './testing/eventually.ts'
import { openClient, tokens } from './testing/open-client.ts'
import { startTcpProxy } from './testing/tcp-proxy.ts'

afterEach(() => vi.restoreAllMocks())

describe('after TopicDisallowed', () => {
  const reason = 'TopicDisallowed'
  const misconfigured = { kind: 'misconfigured', reason, explanation: expect.stringContaining('certificate') }
  let allowed: boolean
  const startServer = (): Promise<ApnsServer> => {
    allowed = false
    return startApnsServer({
      onPush: (push) => (allowed ? push.answer(200) : push.answer(400, reason)),
      settings: { maxConcurrentStreams: 3 },
    })
  }

  it('all that wait have the same outcome, and APNs is not asked again', async () => {
    const server = await startServer()
    const apns = openClient(server.url)
    const outcomes = await Promise.all(tokens(20).map((token) => apns.push(token)))
    expect(outcomes).toEqual(Array(20).fill(misconfigured))
    expect(await apns.push('a1')).toEqual(misconfigured)
    await apns.ready()
    expect(server.received.length).toBeLessThanOrEqual(3)
    expect(apns.told('alarm')).toEqual([{ state: 'alarm', reason, explanation: expect.any(String) }])
    await eventually(() => server.sessions.every(({ destroyed }) => destroyed))
  })

  it.each([
    ['resume()', (apns: { resume(): void }) => apns.resume()],
    ['a minute', () => void vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)],
  ])('%s lets a single push try again, on a new connection', async (_name, wait) => {
    const server = await startServer()
    const apns = openClient(server.url)
    await apns.push('a1')
    wait(apns)
    const outcomes = await Promise.all(tokens(5).map((token) => apns.push(token)))
    expect(outcomes).toEqual(Array(5).fill(misconfigured))
    expect(server.received).toHaveLength(2)
    expect(server.sessions).toHaveLength(2)
  })

  it('everything works as before once the fault is mended', async () => {
    const server = await startServer()
    const apns = openClient(server.url)
    await apns.push('a1')
    allowed = true
    apns.resume()
    const outcomes = await Promise.all(tokens(20).map((token) => apns.push(token)))
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true)
  })
})

it('a GOAWAY that names a misconfiguration counts as its answer', async () => {
  const server = await startApnsServer({
    onPush: ({ session }) =>
      session.goaway(constants.NGHTTP2_INTERNAL_ERROR, 0, Buffer.from('{"reason":"BadCertificateEnvironment"}')),
  })
  const outcome = await openClient(server.url).push('a1')
  expect(outcome).toMatchObject({ kind: 'misconfigured', reason: 'BadCertificateEnvironment' })
  expect(server.sessions).toHaveLength(1)
})

describe('in the TLS handshake', () => {
  /** OpenSSL's server, because Node's closes the connection without the alert that tells why. */
  async function startOpensslServer(): Promise<number> {
    const pair = ['-cert', identity.certificateFile, '-key', identity.keyFile]
    const verify = ['-Verify', '1', '-verify_return_error', '-CAfile', authority.certificateFile]
    const child = spawn('openssl', ['s_server', '-accept', 'localhost:0', '-alpn', 'h2', ...pair, ...verify])
    onTestFinished(() => void child.kill())
    for await (const line of createInterface(child.stdout)) {
      const port = Number(/^ACCEPT .*:(\d+)$/.exec(line)?.[1])
      if (port > 0) {
        // What nobody reads would fill the pipe in the end, and then the server waits.
        child.stdout.resume()
        return port
      }
    }
    throw new Error('openssl s_server did not say where it listens')
  }

  it('a refused client certificate is told in words, to all pushes, after one connection', async () => {
    const proxy = await startTcpProxy(await startOpensslServer())
    const auth = { kind: 'certificate', certificate: stranger.certificate, privateKey: stranger.privateKey } as const
    const apns = openClient(proxy.url, { auth })
    const outcomes = await Promise.all(tokens(5).map((token) => apns.push(token)))
    const explanation = expect.stringMatching(/certificate.*ERR_SSL_/)
    expect(outcomes).toEqual(Array(5).fill({ kind: 'misconfigured', reason: 'ClientCertificateRefused', explanation }))
    expect(proxy.connections).toBe(1)
    expect(apns.told('alarm')).toHaveLength(1)
  })

  it('a missing client certificate is as well', async () => {
    const tokenAuth = { kind: 'token', tokens: { authorization: () => 'bearer x', renew: () => false } } as const
    const apns = openClient(`https://localhost:${await startOpensslServer()}`, { auth: tokenAuth })
    const explanation = expect.stringContaining('none was given')
    expect(await apns.push('a1')).toMatchObject({ reason: 'ClientCertificateRefused', explanation })
  })

  it.each([
    ['of an unknown authority', { ca: undefined }, 'localhost', "in the option 'ca'"],
    ['for another name', {}, '127.0.0.2', "that in 'url'"],
  ])('a server %s is not trusted', async (_name, options, host, words) => {
    const server = await startApnsServer()
    const proxy = await startTcpProxy(server.port, host)
    const outcome = await openClient(proxy.url, options).push('a1')
    expect(outcome).toMatchObject({
      kind: 'misconfigured',
      reason: 'ServerNotTrusted',
      explanation: expect.stringContaining(words),
    })
    expect(server.received).toHaveLength(0)
  })
})
