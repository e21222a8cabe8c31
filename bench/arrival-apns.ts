/** A server in Apple's place that tells when a push arrives, in a process of its own. */
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { serve } from './child.ts'
import { maxConcurrentStreams, type PushCredentials } from './push-sink.ts'

let arrived: PromiseWithResolvers<void> | undefined

serve({
  async start({ serverCertificateFile, serverKeyFile }: PushCredentials): Promise<number> {
    const server = createSecureServer({
      cert: readFileSync(serverCertificateFile),
      key: readFileSync(serverKeyFile),
      settings: { maxConcurrentStreams },
    })
    server.on('session', (session) => session.on('error', () => {}))
    server.on('stream', (stream) => {
      arrived?.resolve()
      stream.on('error', () => {})
      stream.resume()
      if (!stream.destroyed) stream.respond({ ':status': 200 }, { endStream: true })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  },
  /** Resolves when the next push comes in. */
  nextPush() {
    arrived = Promise.withResolvers()
    return arrived.promise
  },
})
