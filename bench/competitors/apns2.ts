import type { PushOne, PushTarget } from '../push-contender.ts'
import { topic } from '../push-sink.ts'

/** As its README has it: one client with a signing key, and its connections kept. It has no client certificates. */
export async function openPusher({ port, credentials }: PushTarget): Promise<PushOne> {
  const { ApnsClient, Notification, Priority, PushType } = await import('apns2')
  const client = new ApnsClient({
    team: 'ABCDE12345',
    keyId: 'ABC123DEFG',
    signingKey: credentials.providerKey,
    defaultTopic: topic,
    keepAlive: true,
  })
  redirect(client, port, credentials.ca)
  const options = {
    type: PushType.background,
    priority: Priority.throttled,
    expiration: Math.floor(Date.now() / 1000) + 2_592_000,
  }
  return (token) => client.send(new Notification(token, options))
}

/** It knows no other port than 443 and no other roots than Node's: it gets another pool of its own kind and options. */
function redirect(client: object, port: number, ca: string): void {
  const held = client as { client: { constructor: new (url: string, options: object) => unknown; close(): unknown } }
  const Pool = held.client.constructor
  held.client.close()
  held.client = new Pool(`https://127.0.0.1:${port}`, {
    connections: 32,
    pipelining: 1,
    allowH2: true,
    maxConcurrentStreams: 100,
    connect: { ca },
  }) as never
}
