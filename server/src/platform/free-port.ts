import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

export interface HeldPort {
  readonly port: number
  /** Gives it free, at the moment in which the one that it was held for listens itself. */
  release(): Promise<void>
}

/**
 * A free port for who has to know its address long before it listens. It is held until then: any connection that
 * another program opens could be given it meanwhile.
 */
export async function holdFreePort(host: string): Promise<HeldPort> {
  const holder = createServer((socket) => socket.destroy()).listen(0, host)
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  return {
    port,
    async release() {
      if (!holder.listening) return
      holder.close()
      await once(holder, 'close')
    },
  }
}
