import type { NodeConnectionOptions } from '@nats-io/transport-node'

type Address = Pick<NodeConnectionOptions, 'servers' | 'tls' | 'user' | 'pass' | 'token'>

/**
 * How to reach the servers that the setting names: `nats://` or `tls://`, a user with a password or a token before the
 * `@`, and several servers of one cluster separated by commas.
 */
export function natsAddress(text: string): Address {
  const urls = text.split(',').map((part) => new URL(part.trim()))
  const [user, password] = [decodeURIComponent(urls[0]?.username ?? ''), decodeURIComponent(urls[0]?.password ?? '')]
  return {
    servers: urls.map((url) => url.host),
    ...(urls[0]?.protocol === 'tls:' && { tls: {} }),
    ...(password !== '' && { user, pass: password }),
    ...(password === '' && user !== '' && { token: user }),
  }
}
