/** A server in Apple's place that answers no more than so many pushes a second, in a process of its own. */
import { readFileSync } from 'node:fs'
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { serve } from './child.ts'
import { maxConcurrentStreams, type PushCredentials } from './push-sink.ts'

const tickMs = 10

let server: Http2SecureServer
/** Those that wait for their answer, from `answered` on. */
let pushes: ServerHttp2Stream[] = []
let perSecond = Number.POSITIVE_INFINITY
let arrived: PromiseWithResolvers<void> | undefined
let [count, countedSince] = [0, performance.now()]

function take(stream: ServerHttp2Stream): void {
  stream.on('error', () => {})
  stream.resume()
  arrived?.resolve()
  if (perSecond === Number.POSITIVE_INFINITY) answer(stream)
  else pushes.push(stream)
}

function answer(stream: ServerHttp2Stream): void {
  count += 1
  if (!stream.destroyed) stream.respond({ ':status': 200 }, { endStream: true })
}

let lastTickMs = performance.now()
function tick(): void {
  const nowMs = performance.now()
  const due = Math.round(((nowMs - lastTickMs) * perSecond) / 1000)
  lastTickMs = nowMs
  const answered = pushes.slice(0, due)
  pushes = pushes.slice(answered.length)
  for (const stream of answered) answer(stream)
}

serve({
  async start({ serverCertificateFile, serverKeyFile }: PushCredentials): Promise<number> {
    server = createSecureServer({
      cert: readFileSync(serverCertificateFile),
      key: readFileSync(serverKeyFile),
      settings: { maxConcurrentStreams },
    })
    server.on('session', (session) => session.on('error', () => {}))
    server.on('stream', take)
    setInterval(tick, tickMs)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  },
  /** Resolves when the next push comes in. */
  nextPush() {
    arrived = Promise.withResolvers()
    return arrived.promise
  },
  answerAtMost(rate: number) {
    perSecond = rate
  },
  /** Pushes answered a second since the last call. */
  rate() {
    const nowMs = performance.now()
    const rate = (count / (nowMs - countedSince)) * 1000
    count = 0
    countedSince = nowMs
    return rate
  },
})
