import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A real NATS server with JetStream, on a port of its own. */
export interface NatsServer {
  readonly port: number
  readonly url: string
  /** Ends it as a crash would. What it has acknowledged is in its folder. */
  kill(): Promise<void>
}

/** Debian has it where the path of an ordinary user does not lead. */
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }

/**
 * @param options.folder where it keeps its streams, also from one start to the next
 * @param options.port the one to listen on; a free one if absent
 * @throws Error that says how to install it, when the machine has none
 */
export async function startNats({ folder, port = -1 }: { folder: string; port?: number }): Promise<NatsServer> {
  const args = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder]
  const server = spawn('nats-server', args, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  await once(server, 'spawn').catch((cause: unknown) => {
    throw new Error('nats-server is missing: install it (Debian: apt-get install nats-server).', { cause })
  })
  const listening = await listeningPort(createInterface(server.stderr))
  // What nobody reads would fill the pipe in the end, and then the server waits.
  server.stderr.resume()
  return {
    port: listening,
    url: `nats://127.0.0.1:${listening}`,
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
    },
  }
}

async function listeningPort(lines: AsyncIterable<string>): Promise<number> {
  const seen: string[] = []
  let port: number | undefined
  for await (const line of lines) {
    seen.push(line)
    port ??= Number(/client connections on [^ ]*:(\d+)/.exec(line)?.[1]) || undefined
    if (port !== undefined && line.includes('Server is ready')) return port
  }
  throw new Error(`nats-server did not start:\n${seen.join('\n')}`)
}
