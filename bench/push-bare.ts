import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:http2'
import type { Count } from './measure.ts'
import type { PushTarget } from './push-contender.ts'
import { topic } from './push-sink.ts'

export type BarePusher = (load: {
  readonly inFlight: number
  readonly durationMs: number
  readonly tokens: readonly string[]
}) => Promise<Count>

/**
 * The reference: one session of node:http2, the headers of a wallet push in an object that is used again, and the next
 * request when one is answered. It looks at nothing but the status.
 *
 * @param withId whether each push has an id of its own, as Billfold's have; APNs makes one for those without
 */
export async function openBarePusher(
  { port, credentials }: PushTarget,
  { withId }: { withId: boolean },
): Promise<BarePusher> {
  const { ca, certificate, privateKey } = credentials
  const session = connect(`https://127.0.0.1:${port}`, { ca, cert: certificate, key: privateKey })
  await once(session, 'remoteSettings')
  const headers: Record<string, string> = {
    ':method': 'POST',
    ':path': '',
    'apns-topic': topic,
    'apns-push-type': 'background',
    'apns-priority': '5',
    'apns-expiration': String(Math.floor(Date.now() / 1000) + 2_592_000),
  }
  const payload = Buffer.from('{}')
  return ({ inFlight, durationMs, tokens }) =>
    new Promise((resolve, reject) => {
      const start = performance.now()
      const end = start + durationMs
      let [begun, count] = [0, 0]
      const next = () => {
        headers[':path'] = `/3/device/${tokens[begun % tokens.length]}`
        if (withId) headers['apns-id'] = randomUUID()
        begun += 1
        const request = session.request(headers)
        request.on('response', (answer) => {
          if (answer[':status'] !== 200) reject(new Error(`A push was answered ${answer[':status']}.`))
        })
        request.on('error', reject)
        request.on('end', () => {
          count += 1
          if (performance.now() < end) next()
          else if (count === begun) resolve({ count, elapsedMs: performance.now() - start })
        })
        request.resume()
        request.end(payload)
      }
      for (let n = 0; n < inFlight; n++) next()
    })
}
