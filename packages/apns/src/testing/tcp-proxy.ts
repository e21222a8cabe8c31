import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TcpProxy {
  readonly url: string
  /** How many connections were made. */
  readonly connections: number
  /** The present connections stay open, but nothing passes any more, as when a router forgets them. */
  freeze(): void
  close(): void
}

/** A proxy for the present test. */
export async function startTcpProxy(port: number, host?: string): Promise<TcpProxy> {
  const proxy = await openTcpProxy(port, host)
  onTestFinished(proxy.close)
  return proxy
}

export async function openTcpProxy(port: number, host = 'localhost'): Promise<TcpProxy> {
  const pairs: (readonly [Socket, Socket])[] = []
  const proxy = createServer((inner) => {
    const outer = connect(port, 'localhost')
    pairs.push([inner, outer])
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      from.on('error', () => {})
      from.on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  proxy.listen(0, host)
  await once(proxy, 'listening')
  return {
    url: `https://${host}:${(proxy.address() as AddressInfo).port}`,
    get connections() {
      return pairs.length
    },
    freeze() {
      for (const socket of pairs.flat()) socket.unpipe().pause()
    },
    close() {
      proxy.close()
      for (const socket of pairs.flat()) socket.destroy()
    },
  }
}
