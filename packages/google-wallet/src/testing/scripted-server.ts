import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** One answer; a text is sent as it is, all else as JSON. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Breaks the connection instead, after the request was read. */
  readonly breaks?: boolean
  /** Never answers. */
  readonly hangs?: boolean
}

/** A real HTTP server on 127.0.0.1 that gives the answers in turn, or asks a function for each. */
export async function scriptedServer(script: readonly Answer[] | ((request: Seen) => Answer | Promise<Answer>)) {
  const seen: Seen[] = []
  const rest = Array.isArray(script) ? [...script] : []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers } = request
    const received = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') }
    seen.push(received)
    const answer = typeof script === 'function' ? await script(received) : rest.shift()
    if (answer?.hangs) return
    if (answer?.breaks) {
      request.socket.destroy()
      return
    }
    const { status = 200, body = {} } = answer ?? { status: 599, body: 'The script has no more answers.' }
    response.writeHead(status, { 'content-type': 'application/json', ...answer?.headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, seen, unused: () => rest.length }
}

/** Google's form of an error. */
export function googleError(
  status: number,
  message: string,
  reason?: string,
  headers?: Record<string, string>,
): Answer {
  const errors = reason === undefined ? undefined : [{ message, domain: 'walletobjects', reason }]
  return { status, body: { error: { code: status, message, errors } }, ...(headers && { headers }) }
}
