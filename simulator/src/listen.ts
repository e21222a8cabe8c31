import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { isSystemError, SimulatorError, type SimulatorErrorCode } from './errors.ts'

/** Nobody but this machine can connect to what is virtual. */
export const host = '127.0.0.1'

/**
 * Has a server listen on the loopback interface, on a free port for 0; returns the port.
 * @throws SimulatorError with the code given if the port cannot be had
 */
export async function listen(
  server: Server,
  port: number,
  { code, what }: { readonly code: SimulatorErrorCode; readonly what: string },
): Promise<number> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    if (!isSystemError(cause, 'EADDRINUSE', 'EACCES')) throw cause
    throw new SimulatorError(code, `${what} cannot listen on ${host}:${port}.`, {
      fix: 'Free the port, choose another one, or leave it out to have a free one chosen.',
      cause,
    })
  }
  return (server.address() as AddressInfo).port
}
