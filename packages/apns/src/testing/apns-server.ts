/** A server in APNs's place: real TLS and HTTP/2, with answers written by the test. */
import { once } from 'node:events'
import {
  createSecureServer,
  type Http2SecureServer,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { authority, server as identity } from './authority.ts'
import { eventually } from './eventually.ts'

/** A push as the server sees it. */
export interface Received {
  readonly token: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly stream: ServerHttp2Stream
  readonly session: ServerHttp2Session
  /** With `{ reason }` as the body, or without one. */
  answer(status: number, reason?: string, more?: { timestamp?: number; headers?: Record<string, string> }): void
}

export interface ApnsServer {
  readonly url: string
  readonly port: number
  /** All that were opened, in order. */
  readonly sessions: readonly ServerHttp2Session[]
  readonly received: readonly Received[]
  /** Resolves with everything received, once it is so much. */
  receives(count: number): Promise<readonly Received[]>
  /** Ends all connections without a word. */
  cut(): void
  stop(): Promise<void>
}

export interface ApnsServerOptions extends SecureServerOptions {
  readonly port?: number
  /** Answers 200 if not given. */
  readonly onPush?: (received: Received) => void
  readonly onSession?: (session: ServerHttp2Session) => void
}

export async function startApnsServer(options: ApnsServerOptions = {}): Promise<ApnsServer> {
  const { port = 0, onPush = (push: Received) => push.answer(200), onSession, ...more } = options
  const sessions: ServerHttp2Session[] = []
  const received: Received[] = []
  const http = createSecureServer({ cert: identity.certificate, key: identity.privateKey, ...more })
  const sockets = new Set<Socket>()
  http.on('connection', (socket: Socket) => sockets.add(socket))
  http.on('session', (session) => {
    sessions.push(session)
    session.on('error', () => {})
    onSession?.(session)
  })
  http.on('stream', async (stream, headers) => {
    stream.on('error', () => {})
    const body = await text(stream).catch(() => undefined)
    if (body === undefined || !stream.session) return
    const push = describe(stream, headers as Received['headers'], body)
    received.push(push)
    onPush(push)
  })
  await listen(http, port)
  const address = http.address() as AddressInfo
  const stop = async () => {
    if (!http.listening) return
    const closed = once(http, 'close')
    http.close()
    for (const session of sessions) session.destroy()
    await closed
  }
  onTestFinished(stop)
  return {
    url: `https://localhost:${address.port}`,
    port: address.port,
    sessions,
    received,
    receives: async (count) => {
      await eventually(() => received.length >= count)
      return received
    },
    cut() {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    stop,
  }
}

/** How a client trusts the server. */
export const { certificate: ca } = authority

async function listen(http: Http2SecureServer, port: number): Promise<void> {
  http.listen(port, 'localhost')
  await once(http, 'listening')
}

function describe(stream: ServerHttp2Stream, headers: Received['headers'], body: string): Received {
  const path = headers[':path'] ?? ''
  return {
    token: path.slice('/3/device/'.length),
    method: headers[':method'] ?? '',
    path,
    headers,
    body,
    stream,
    session: stream.session as ServerHttp2Session,
    answer(status, reason, { timestamp, headers: more } = {}) {
      if (stream.destroyed || stream.closed || stream.headersSent) return
      const fields = { ':status': status, 'apns-id': headers['apns-id'], ...more }
      if (reason === undefined) {
        stream.respond(fields, { endStream: true })
      } else {
        stream.respond(fields)
        stream.end(JSON.stringify({ reason, timestamp }))
      }
    },
  }
}
