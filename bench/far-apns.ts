/** A way to a server in Apple's place that takes time, in a process of its own: bytes go out as they came in, but later. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { serve } from './child.ts'

let delayMs = 0

function carry(from: Socket, to: Socket): void {
  const underWay: Buffer[] = []
  from.on('data', (bytes: Buffer) => {
    underWay.push(bytes)
    // Whichever timer is first: bytes never overtake those before them.
    setTimeout(() => to.write(underWay.shift()!), delayMs)
  })
  from.on('error', () => {})
  from.on('close', () => to.destroy())
}

serve({
  /** @returns the port from which the way leads to that of the server */
  async start(port: number): Promise<number> {
    const line = createServer({ noDelay: true }, (near) => {
      const far = connect({ port, host: '127.0.0.1', noDelay: true })
      carry(near, far)
      far.pipe(near)
      far.on('error', () => {})
      far.on('close', () => near.destroy())
    })
    line.listen(0, '127.0.0.1')
    await once(line, 'listening')
    return (line.address() as AddressInfo).port
  },
  delay(milliseconds: number) {
    delayMs = milliseconds
  },
})
