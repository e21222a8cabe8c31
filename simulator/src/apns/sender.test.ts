import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { openDevelopmentAuthority } from '../authority/authority.ts'
import { openTestApns, sharedAuthority } from '../testing/apns.ts'
import { passTypeIdentifier, teamIdentifier, temporaryFolder } from '../testing/development-passes.ts'

const authority = await sharedAuthority()

describe('a sender with a certificate', () => {
  it('may have many requests under way from the start', async () => {
    await using test = await openTestApns(authority)
    await test.connect().streams(1_000)
  })

  it('may leave out the topic: it is that of the certificate', async () => {
    await using test = await openTestApns(authority)
    await test.connect().push({ headers: { 'apns-topic': undefined } })
    expect(test.apns.received()).toMatchObject([{ topic: passTypeIdentifier }])
  })

  it('may push to no other topic', async () => {
    await using test = await openTestApns(authority)
    const answer = await test.connect().push({ headers: { 'apns-topic': 'pass.com.example.tea' } })
    expect(answer).toMatchObject({ status: 400, body: { reason: 'TopicDisallowed' } })
  })

  it('of somebody else is refused, but not if the roots given include its own', async () => {
    await using folder = await temporaryFolder()
    const foreign = await openDevelopmentAuthority(folder.path, new Date())
    const certificate = await foreign.issuePassCertificate({
      passTypeIdentifier,
      teamIdentifier,
      organizationName: 'Example Coffee',
      at: new Date(),
    })
    await using strict = await openTestApns(authority)
    expect(await strict.connect(certificate).push()).toMatchObject({ status: 403, body: { reason: 'BadCertificate' } })

    await using open = await openTestApns(authority, { clientRoots: [foreign.rootPem, foreign.intermediatePem] })
    expect((await open.connect(certificate).push()).status).toBe(200)
  })

  it("that is no pass type's, but a server's, is refused", async () => {
    await using test = await openTestApns(authority)
    const certificate = await authority.authority.issueServerCertificate({ names: ['localhost'], at: new Date() })
    expect(await test.connect(certificate).push()).toMatchObject({ status: 403, body: { reason: 'BadCertificate' } })
  })

  it('is not taken for what its token says', async () => {
    await using test = await openTestApns(authority)
    expect((await test.connect().push({ headers: { authorization: 'bearer nonsense' } })).status).toBe(200)
  })
})

describe('a sender without a certificate', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const providerKey = {
    keyId: 'KEY1234567',
    teamId: teamIdentifier,
    publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
  }
  const openTest = () => openTestApns(authority, { providerKeys: [providerKey] })

  /** A token as its team would make it at a time, but for what is given. */
  async function bearer(at: Date, own: { kid?: string; team?: string; key?: typeof privateKey } = {}) {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: own.kid ?? providerKey.keyId })
      .setIssuer(own.team ?? providerKey.teamId)
      .setIssuedAt(at)
      .sign(own.key ?? privateKey)
    return { authorization: `bearer ${token}` }
  }
  const minutes = (at: Date, count: number) => new Date(at.getTime() + count * 60_000)

  it('and without a token is refused', async () => {
    await using test = await openTest()
    expect(await test.connect(null).push()).toMatchObject({ status: 403, body: { reason: 'MissingProviderToken' } })
  })

  it('pushes with a token to any topic, one at a time until the first is taken', async () => {
    await using test = await openTest()
    const sender = test.connect(null)
    await sender.streams(1)
    const headers = await bearer(test.clock.now())
    const answer = await sender.push({ headers: { ...headers, 'apns-topic': 'pass.com.example.tea' } })
    expect(answer.status).toBe(200)
    await sender.streams(1_000)
  })

  it('stays at one at a time while its tokens are refused', async () => {
    await using test = await openTest()
    const sender = test.connect(null)
    await sender.push({ headers: { authorization: 'bearer nonsense' } })
    expect(sender.session.remoteSettings.maxConcurrentStreams).toBe(1)
  })

  it('has to name the topic', async () => {
    await using test = await openTest()
    const headers = { ...(await bearer(test.clock.now())), 'apns-topic': undefined }
    expect(await test.connect(null).push({ headers })).toMatchObject({ status: 400, body: { reason: 'MissingTopic' } })
  })

  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  it.each([
    ['another key', { key: stranger }, 'InvalidProviderToken'],
    ['an unknown key id', { kid: 'KEY7654321' }, 'InvalidProviderToken'],
    ['another team', { team: 'ZZZZZ99999' }, 'InvalidProviderToken'],
  ])('is refused with a token of %s', async (_, own, reason) => {
    await using test = await openTest()
    const headers = await bearer(test.clock.now(), own)
    expect(await test.connect(null).push({ headers })).toMatchObject({ status: 403, body: { reason } })
  })

  it.each(['bearer nonsense', 'bearer a.b.c', 'basic YTpi', 'bearer bnVsbA.bnVsbA.'])(
    'is refused with "%s" in place of a token',
    async (authorization) => {
      await using test = await openTest()
      const answer = await test.connect(null).push({ headers: { authorization } })
      expect(answer).toMatchObject({ status: 403, body: { reason: 'InvalidProviderToken' } })
    },
  )

  it.each([
    [-59, 200, undefined],
    [-61, 403, 'ExpiredProviderToken'],
    [5, 403, 'InvalidProviderToken'],
  ])('with a token from %d minutes from now is answered with %d', async (count, status, reason) => {
    await using test = await openTest()
    const headers = await bearer(minutes(test.clock.now(), count))
    const answer = await test.connect(null).push({ headers })
    expect([answer.status, answer.body?.reason]).toEqual([status, reason])
  })

  it('may have a new token after 20 minutes, not sooner', async () => {
    await using test = await openTest()
    const sender = test.connect(null)
    const first = await bearer(test.clock.now())
    await sender.push({ headers: first })
    test.clock.advance(19 * 60_000)
    const second = await bearer(test.clock.now())
    expect(await sender.push({ headers: second })).toMatchObject({
      status: 429,
      body: { reason: 'TooManyProviderTokenUpdates' },
    })
    expect((await sender.push({ headers: first })).status).toBe(200)
    test.clock.advance(60_000)
    expect((await sender.push({ headers: second })).status).toBe(200)
  })
})

it('HTTP/1.1 is not spoken', async () => {
  await using test = await openTestApns(authority)
  const socket = connect({ port: Number(new URL(test.apns.url).port), host: '127.0.0.1', ca: test.apns.caPem })
  await once(socket, 'close')
  expect(socket.alpnProtocol).toBe(false)
})
