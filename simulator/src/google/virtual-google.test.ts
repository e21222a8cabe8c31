import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDevelopmentAuthority } from '../authority/authority.ts'
import { handClock, temporaryFolder } from '../testing/development-passes.ts'
import { openTestGoogle } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'
import { send } from './callbacks/send.ts'
import type { ReceivedRequest } from './serve.ts'
import { openVirtualGoogle } from './virtual-google.ts'

it('a pass is inserted, patched, saved by its link, and known to have a user', async () => {
  await using test = await openTestGoogle()
  const { api, id } = test
  await insertPass(test)
  const patched = await api('PATCH', `loyaltyObject/${id('ada')}`, { loyaltyPoints: { balance: { int: 4 } } })
  expect(patched.body).toMatchObject({ loyaltyPoints: { balance: { int: 4 } }, hasUsers: false })

  const link = await test.saveJwt({ loyaltyObjects: [{ id: id('ada') }] })
  expect(await test.save(link, 'ada@example.com')).toMatchObject({ status: 200, body: { objectIds: [id('ada')] } })
  expect((await api('GET', `loyaltyObject/${id('ada')}`)).body).toMatchObject({
    hasUsers: true,
    classReference: { programName: 'Beans', reviewStatus: 'APPROVED' },
  })
})

it('every request is noted, with its body and its answer, but for those of phones', async () => {
  const heard: ReceivedRequest[] = []
  await using test = await openTestGoogle({ onRequest: (received) => heard.push(received) })
  await test.api('POST', 'genericClass', { id: test.id('card') })
  await test.api('GET', `genericClass/${test.id('none')}`)
  await fetch(`${test.google.walletsUrl}/ada@example.com`)
  expect(test.google.received()).toMatchObject([
    { method: 'POST', path: '/token', status: 200, body: expect.stringContaining('grant_type=') },
    {
      at: '2026-11-22T09:00:00.000Z',
      method: 'POST',
      path: '/walletobjects/v1/genericClass',
      body: { id: test.id('card') },
      status: 200,
      answer: { id: test.id('card') },
      outcome: '200',
    },
    { method: 'GET', status: 404, outcome: '404 classNotFound', answer: { error: { code: 404 } } },
  ])
  expect(heard).toEqual(test.google.received())
  expect(test.google.counts()).toEqual({ '200': 2, '404 classNotFound': 1 })
})

it('is steered from outside, and tells what has come', async () => {
  await using test = await openTestGoogle()
  await test.api('GET', 'issuer')
  const command = (body: object) =>
    fetch(`${test.google.controlUrl}/script`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await command({ kind: 'answer', status: 500 })).status).toBe(204)
  expect((await test.api('GET', 'issuer')).status).toBe(500)
  expect(await (await command({ kind: 'answer' })).json()).toMatchObject({ code: 'google_command_invalid' })
  expect(await (await fetch(`${test.google.controlUrl}/received`)).json()).toMatchObject({
    counts: { '200': 2, '500 internalError': 1 },
    received: [{ path: '/token' }, { path: '/walletobjects/v1/issuer' }, { status: 500 }],
    callbacks: [],
  })
})

it('serves https with a certificate of the development authority', async () => {
  await using folder = await temporaryFolder()
  const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), new Date())
  const google = await openVirtualGoogle({ clock: { now: () => new Date() }, authority })
  expect(google.rootKeysUrl).toMatch(/^https:\/\/localhost:\d+\/gp\/m\/issuer\/keys$/)
  const sent = request(google.rootKeysUrl, { ca: authority.rootPem })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  answer.resume()
  await google.close()
})

it('trusts servers of the development authority when it calls back', async () => {
  await using folder = await temporaryFolder()
  const now = new Date()
  const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), now)
  const issued = await authority.issueServerCertificate({ names: ['localhost'], at: now })
  const cert = issued.certificatePem + authority.intermediatePem
  const paths: string[] = []
  const server = createServer({ key: issued.privateKeyPem, cert }, (incoming, response) => {
    paths.push(`${incoming.method} ${incoming.url}`)
    response.writeHead(incoming.url === '/robots.txt' ? 404 : 200).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sender = { roots: [authority.rootPem], timeoutMs: 10_000, signal: new AbortController().signal }
  const { port } = server.address() as AddressInfo
  const url = `https://localhost:${port}/callback`
  expect(await send({ method: 'POST', url, body: '{}' }, sender)).toMatchObject({ status: 200 })
  await expect(send({ method: 'POST', url, body: '{}' }, { ...sender, roots: [] })).rejects.toThrow(/certificate/)
  expect(paths).toEqual(['POST /callback'])
  server.close()
})

it('says which port it cannot have', async () => {
  await using test = await openTestGoogle()
  const port = Number(new URL(test.google.apiUrl).port)
  for (const ports of [{ port }, { controlPort: port }]) {
    await expect(openVirtualGoogle({ clock: handClock(), ...ports })).rejects.toMatchObject({
      code: 'google_port_unavailable',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    })
  }
})
