/** What arrives at APNs, and who it says we are. */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { openProviderTokens } from './provider-tokens.ts'
import { startApnsServer } from './testing/apns-server.ts'
import { authority, client, openssl, testFile, topic } from './testing/authority.ts'
import { certificateAuth, openClient, tokens } from './testing/open-client.ts'

const [token] = tokens(1) as [string]
const clock = { now: () => new Date('2026-03-01T12:00:30Z') }

describe('a push', () => {
  it('is a POST of an empty JSON object with the headers that suit a pass', async () => {
    const server = await startApnsServer()
    const outcome = await openClient(server.url, { clock }).push(token)
    const [{ method, path, headers, body }] = (await server.receives(1)) as [never]
    expect({ method, path, body }).toEqual({ method: 'POST', path: `/3/device/${token}`, body: '{}' })
    expect(headers).toMatchObject({
      ':scheme': 'https',
      ':authority': `localhost:${server.port}`,
      'apns-topic': topic,
      'apns-push-type': 'background',
      'apns-priority': '5',
      'apns-expiration': String(Date.parse('2026-03-31T12:00:00Z') / 1000),
      'apns-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    })
    expect(headers).not.toHaveProperty('authorization')
    expect(outcome).toEqual({ kind: 'delivered', apnsId: headers['apns-id'] })
  })

  it('has no push type, priority and expiration if told so', async () => {
    const server = await startApnsServer()
    await openClient(server.url, { pushType: null, priority: null, expirationSeconds: 0 }).push(token)
    const { headers } = server.received[0]!
    expect(headers['apns-expiration']).toBe('0')
    expect(headers).not.toHaveProperty('apns-push-type')
    expect(headers).not.toHaveProperty('apns-priority')
  })

  it('to a token that cannot be in a path is a bad token without any request', async () => {
    const server = await startApnsServer()
    const apns = openClient(server.url)
    for (const impossible of ['', '../../etc', 'a b', 'a\r\nb', 'ä', 'a'.repeat(513)]) {
      expect(await apns.push(impossible)).toEqual({ kind: 'badToken', reason: 'BadDeviceToken', senderProven: true })
    }
    expect(server.sessions).toHaveLength(0)
  })
})

describe('the sender', () => {
  const requireCertificate = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate }

  it('is the pass type certificate, in PEM', async () => {
    const server = await startApnsServer(requireCertificate)
    expect(await openClient(server.url).push(token)).toMatchObject({ kind: 'delivered' })
    const socket = server.sessions[0]!.socket as TLSSocket
    expect(socket.getPeerCertificate().subject).toMatchObject({ UID: topic })
  })

  it('is the pass type certificate, in PKCS#12 or with an encrypted key', async () => {
    const server = await startApnsServer(requireCertificate)
    const file = testFile('client.p12')
    const pair = ['-in', client.certificateFile, '-inkey', client.keyFile]
    openssl('pkcs12', '-export', ...pair, '-out', file, '-passout', 'pass:secret')
    const privateKey = openssl('pkcs8', '-topk8', '-in', client.keyFile, '-passout', 'pass:secret').toString()
    for (const auth of [
      { kind: 'pkcs12', pkcs12: readFileSync(file), passphrase: 'secret' },
      { ...certificateAuth, privateKey, passphrase: 'secret' },
    ] as const) {
      expect(await openClient(server.url, { auth }).push(token)).toMatchObject({ kind: 'delivered' })
    }
  })

  it('is a provider token', async () => {
    const server = await startApnsServer()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const key = openProviderTokens({ teamId: 'ABCDE12345', keyId: 'KEY1234567', privateKey: pem })
    await openClient(server.url, { auth: { kind: 'token', tokens: key } }).push(token)
    expect(server.received[0]!.headers.authorization).toBe(key.authorization())
  })
})
