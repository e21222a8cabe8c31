import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { holdFreePort } from './free-port.ts'

const host = '127.0.0.1'

/** Listens for a moment. */
async function listen(port: number): Promise<void> {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

it('a held port is taken for all others until it is released, however often', async () => {
  const { port, release } = await holdFreePort(host)
  await expect(listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await release()
  await listen(port)
  await release()
})
