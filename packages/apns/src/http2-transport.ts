import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2'
import { isIP } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import type { Exchange, RequestHandle, Session, SessionEvents, Transport } from './transport.ts'

const payload = Buffer.from('{}')
/** APNs sends about 100 bytes; more would be of no use. */
const maxBodyBytes = 4096
const sessionOptions = { settings: { enablePush: false }, maxSessionMemory: 64 }

/** The transport on Node's own HTTP/2. All connections share one secure context, which holds the client certificate. */
export function http2Transport(url: URL, secureContext: SecureContext): Transport {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = { host, port: Number(url.port) || 443, ...(isIP(host) === 0 && { servername: host }) }
  const createConnection = () => connectTls({ ...address, secureContext, ALPNProtocols: ['h2'] })
  return {
    connect(events) {
      const socket = createConnection()
      return http2Session(connect(url, { ...sessionOptions, createConnection: () => socket }), socket, events)
    },
  }
}

function http2Session(session: ClientHttp2Session, socket: TLSSocket, events: SessionEvents): Session {
  let cause: Error | undefined
  let over = false
  const end = () => {
    if (!over) events.ended(cause)
    over = true
  }
  const fail = (error: Error) => {
    cause ??= error
    socket.destroy()
  }
  session.on('error', fail)
  session.on('close', end)
  // A session that fails while it writes, as when the server refuses our certificate, may tell nobody of its end. The
  // socket does; by setImmediate, so that what the session had read before is told first.
  socket.on('error', fail)
  socket.on('close', () => setImmediate(end))
  // A session that was closed waits for the peer to end the connection as well, which some never do.
  socket.on('finish', () => setImmediate(() => socket.destroy()))
  session.on('remoteSettings', (settings) => events.settings(settings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY))
  session.on('goaway', (_code, _lastStreamId, data) => events.goaway(data?.toString() ?? ''))
  return {
    get usable() {
      return !session.closed && !session.destroyed
    },
    request: (headers, exchange) => sendRequest(session.request(headers), exchange),
    ping(answered) {
      if (session.destroyed) return
      session.ping((error) => {
        if (!error) answered()
      })
    },
    close: () => session.close(),
    destroy(error) {
      session.destroy(error)
      socket.destroy()
    },
  }
}

/**
 * Listeners are shared by all streams and the exchange hangs on the stream: closures for each push would be a tenth of
 * what a push costs.
 */
const exchangeKey = Symbol('exchange')
interface PushStream extends ClientHttp2Stream {
  [exchangeKey]?: Exchange | undefined
}

function sendRequest(stream: PushStream, exchange: Exchange): RequestHandle {
  stream[exchangeKey] = exchange
  stream.on('response', onResponse)
  stream.on('error', onError)
  stream.on('close', onClose)
  stream.end(payload)
  return stream
}

function onResponse(this: PushStream, headers: IncomingHttpHeaders & IncomingHttpStatusHeader, flags: number): void {
  const exchange = this[exchangeKey]!
  exchange.status = headers[':status'] ?? 0
  const apnsId = headers['apns-id']
  if (typeof apnsId === 'string') exchange.apnsId = apnsId
  exchange.retryAfter = headers['retry-after']
  if (flags & constants.NGHTTP2_FLAG_END_STREAM) {
    finish(this, true)
  } else if (exchange.status === 200) {
    this.resume()
  } else {
    this.setEncoding('utf8')
    this.on('data', onData)
  }
}

function onData(this: PushStream, text: string): void {
  const exchange = this[exchangeKey]
  if (exchange && exchange.body.length < maxBodyBytes) exchange.body += text
}

/** Whatever the error, `close` follows it and says what matters: whether there is a response. */
function onError(): void {}

function onClose(this: PushStream): void {
  finish(this, this.readableEnded && this.rstCode === constants.NGHTTP2_NO_ERROR)
}

function finish(stream: PushStream, complete: boolean): void {
  const exchange = stream[exchangeKey]
  stream[exchangeKey] = undefined
  exchange?.ended(complete)
}
