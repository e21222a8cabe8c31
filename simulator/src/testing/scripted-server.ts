import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a phone asks a web service for; `link` is everything outside `/v1`. */
export type Kind = 'register' | 'unregister' | 'list' | 'get' | 'personalize' | 'log' | 'link'

export interface RecordedRequest {
  readonly kind: Kind
  readonly method: string
  /** Path and query as they came over the wire, no escape undone. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ScriptedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Closes the connection instead of answering. */
  readonly hangUp?: boolean
}

/** An answer, or what makes it of the request. */
export type Scripted = ScriptedAnswer | ((request: RecordedRequest) => Promise<ScriptedAnswer>)

/** A real HTTP server that answers as a test tells it to, and records what it is asked. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly RecordedRequest[]
  /** The answers to come for a kind of request, in this order; the last one is given again and again. */
  script(kind: Kind, ...answers: readonly Scripted[]): void
  /** The requests since the last call, as `METHOD path`. */
  takeLog(): readonly string[]
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = []
  const scripts = new Map<Kind, readonly Scripted[]>([
    ['register', [{ status: 201 }]],
    ['unregister', [{ status: 200 }]],
    ['list', [{ status: 204 }]],
    ['get', [{ status: 304 }]],
    ['personalize', [{ status: 404 }]],
    ['log', [{ status: 200 }]],
    ['link', [{ status: 404 }]],
  ])
  let taken = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const kind = kindOf(method, url)
    const recorded = { kind, method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
    requests.push(recorded)
    const [scripted = { status: 500 }, ...rest] = scripts.get(kind) ?? []
    if (rest.length > 0) scripts.set(kind, rest)
    const answer = typeof scripted === 'function' ? await scripted(recorded) : scripted
    if (answer.hangUp) response.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (kind, ...answers) => void scripts.set(kind, answers),
    takeLog() {
      const lines = requests.slice(taken).map((request) => `${request.method} ${request.url}`)
      taken = requests.length
      return lines
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function kindOf(method: string, url: string): Kind {
  if (url === '/v1/log') return 'log'
  if (url.startsWith('/v1/passes/')) return url.endsWith('/personalize') ? 'personalize' : 'get'
  if (url.startsWith('/v1/devices/')) {
    return method === 'POST' ? 'register' : method === 'DELETE' ? 'unregister' : 'list'
  }
  return 'link'
}
