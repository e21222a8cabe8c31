import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { openTestApns, sharedAuthority } from '../testing/apns.ts'
import { openVirtualApns } from './virtual-apns.ts'

const authority = await sharedAuthority()

it('listens on the ports it is given, on the loopback interface only', async () => {
  const ports = await freePorts(2)
  const [port = 0, controlPort = 0] = ports
  await using test = await openTestApns(authority, { port, controlPort })
  expect(test.apns.url).toBe(`https://localhost:${port}`)
  expect(test.apns.controlUrl).toBe(`http://127.0.0.1:${controlPort}`)
  expect((await test.connect().push()).status).toBe(200)
})

it('tells which root a sender has to trust, as text and as a file', async () => {
  await using test = await openTestApns(authority)
  expect(await readFile(test.apns.caFile, 'utf8')).toBe(test.apns.caPem)
})

it.each(['port', 'controlPort'] as const)('says so if its %s is taken, and keeps no other', async (option) => {
  const other = option === 'port' ? 'controlPort' : 'port'
  const [free = 0] = await freePorts(1)
  await using occupant = await listen()
  const options = { authority: authority.authority, clock: { now: () => new Date() } }
  const failure = openVirtualApns({ ...options, [option]: occupant.port, [other]: free })
  await expect(failure).rejects.toMatchObject({
    code: 'apns_port_unavailable',
    message: expect.stringContaining(String(occupant.port)),
    fix: expect.stringContaining('free one'),
  })
  await using afterwards = await openTestApns(authority, { [other]: free })
  expect(afterwards.apns.url).toContain('https://')
})

it('closes with senders connected, pushes under way and connections that never spoke', async () => {
  await using test = await openTestApns(authority)
  const mute = connect(Number(new URL(test.apns.url).port), '127.0.0.1')
  mute.on('error', () => {})
  await once(mute, 'connect')
  test.apns.script({ kind: 'slow', delayMs: 600_000 })
  const sender = test.connect()
  await sender.streams(1_000)
  const slow = sender.push().catch(() => 'ended')
  await sender.push()

  const muteClosed = once(mute, 'close')
  await test.apns.close()
  await Promise.all([sender.closed(), muteClosed])
  expect(await slow).toBe('ended')
  const { port, controlPort } = {
    port: Number(new URL(test.apns.url).port),
    controlPort: Number(new URL(test.apns.controlUrl).port),
  }
  const again = await openVirtualApns({
    authority: authority.authority,
    clock: test.clock,
    port,
    controlPort,
  })
  await again.close()
})

async function listen() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen))
  for (const server of servers) await server[Symbol.asyncDispose]()
  return servers.map((server) => server.port)
}
