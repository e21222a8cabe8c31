import type { PushResponse } from './process-push-response.ts'
import type { Push } from './push.ts'
import type { Exchange, RequestHandle, RequestHeaders, Session, Transport } from './transport.ts'

/** What a connection tells the client. All moments are milliseconds of the monotonic clock. */
export interface ConnectionEvents {
  /** It can carry pushes, more or fewer than before. */
  opened(connection: Connection, first: boolean): void
  answered(connection: Connection, push: Push, response: PushResponse): void
  timedOut(push: Push): void
  /** The stream ended without an answer: `alone` if the connection lives on. */
  unanswered(push: Push, alone: boolean): void
  /** APNs takes no more pushes here, those under way go on. */
  draining(debugData: string): void
  /** Once, after all its pushes were answered or not. Foreseen is what follows draining or retiring. */
  ended(connection: Connection, cause: Error | undefined, foreseen: boolean): void
}

export interface ConnectionLimits {
  readonly requestTimeoutMs: number
  readonly pingAfterIdleMs: number
  readonly pingTimeoutMs: number
}

/** Enough for any round trip; a server without a limit of its own must not cost us endless memory. */
const mostStreams = 10_000
/** HTTP/2 has 2^30 streams for a connection's requests; it is replaced before they run out. */
const mostRequests = 1_000_000_000

/** RFC 9113 §7: CANCEL. */
const cancelled = 0x8

/** One connection: what it bears, how much more it may bear, and whether it is alive. */
export class Connection {
  readonly #events: ConnectionEvents
  readonly #limits: ConnectionLimits
  readonly #session: Session
  /** In the order of their start. As all have the same time-out, the first one is always the next to expire. */
  readonly #inFlight = new Set<PushExchange>()
  #state: 'connecting' | 'open' | 'draining' | 'ended' = 'connecting'
  #maxStreams = 0
  #requests = 0
  #lastHeardAtMs: number
  #drainingSinceMs = 0
  #pingSentAtMs: number | undefined
  /** It had a good answer; before that, only one push at a time goes out where this matters. */
  proven = false

  constructor(transport: Transport, events: ConnectionEvents, limits: ConnectionLimits) {
    this.#events = events
    this.#limits = limits
    this.#lastHeardAtMs = performance.now()
    this.#session = transport.connect({
      settings: (maxStreams) => this.#onSettings(maxStreams),
      goaway: (debugData) => this.#onGoaway(debugData),
      ended: (cause) => this.#onEnded(cause),
    })
  }

  get state() {
    return this.#state
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  get maxStreams(): number {
    return this.#maxStreams
  }

  /** Whether another push may start, the limit being the peer's or a lower one. */
  hasRoom(limit: number): boolean {
    return this.#state === 'open' && this.#inFlight.size < Math.min(limit, this.#maxStreams) && this.#session.usable
  }

  start(push: Push, headers: RequestHeaders, nowMs: number): void {
    push.startedAtMs = nowMs
    const exchange = new PushExchange(this, push)
    this.#inFlight.add(exchange)
    exchange.request = this.#session.request(headers, exchange)
    this.#requests += 1
    if (this.#requests === mostRequests) this.retire()
  }

  /** Takes no more pushes and ends when those under way have ended. */
  retire(): void {
    if (this.#state === 'draining' || this.#state === 'ended') return
    const connecting = this.#state === 'connecting'
    this.#drain()
    if (connecting) this.#session.destroy()
    else this.#session.close()
  }

  /** A request has ended. Its exchange is unknown here if it had timed out before. */
  finish(exchange: PushExchange, complete: boolean): void {
    if (!this.#inFlight.delete(exchange)) return
    if (complete || exchange.status === 200) {
      this.#lastHeardAtMs = performance.now()
      this.#events.answered(this, exchange.push, exchange)
    } else {
      this.#events.unanswered(exchange.push, this.#state === 'open' && this.#session.usable)
    }
  }

  /** Finds what has expired; to be called several times within each of the limits. */
  check(nowMs: number): void {
    const { requestTimeoutMs, pingAfterIdleMs, pingTimeoutMs } = this.#limits
    const silentMs = nowMs - this.#lastHeardAtMs
    if (this.#state === 'connecting') {
      if (silentMs > requestTimeoutMs) this.#fail('The server did not complete the connection')
      return
    }
    const timedOut = this.#expire(nowMs - requestTimeoutMs)
    if (this.#pingSentAtMs !== undefined) {
      if (nowMs - this.#pingSentAtMs > pingTimeoutMs) this.#fail('The server did not answer a PING')
    } else if (timedOut || silentMs > pingAfterIdleMs) {
      this.#ping(nowMs)
    }
    const drained = this.#state === 'draining' && this.#inFlight.size === 0
    if (drained && nowMs - this.#drainingSinceMs > pingTimeoutMs) this.#fail('The server did not close')
  }

  #expire(startedBeforeMs: number): boolean {
    let found = false
    for (const exchange of this.#inFlight) {
      if (exchange.push.startedAtMs > startedBeforeMs) break
      found = true
      this.#inFlight.delete(exchange)
      exchange.request?.close(cancelled)
      this.#events.timedOut(exchange.push)
    }
    return found
  }

  #ping(nowMs: number): void {
    this.#pingSentAtMs = nowMs
    this.#session.ping(() => {
      this.#pingSentAtMs = undefined
      this.#lastHeardAtMs = performance.now()
    })
  }

  #fail(message: string): void {
    this.#session.destroy(new Error(message))
  }

  #drain(): void {
    this.#state = 'draining'
    this.#drainingSinceMs = performance.now()
  }

  #onSettings(maxStreams: number): void {
    this.#lastHeardAtMs = performance.now()
    this.#maxStreams = Math.min(maxStreams, mostStreams)
    const first = this.#state === 'connecting'
    if (first) this.#state = 'open'
    if (this.#state === 'open') this.#events.opened(this, first)
  }

  #onGoaway(debugData: string): void {
    if (this.#state === 'draining' || this.#state === 'ended') return
    this.#drain()
    this.#events.draining(debugData)
  }

  #onEnded(cause: Error | undefined): void {
    const foreseen = this.#state === 'draining'
    this.#state = 'ended'
    for (const exchange of this.#inFlight) exchange.ended(false)
    this.#events.ended(this, cause, foreseen)
  }
}

/** One start of a push: a push that is started again gets another one. */
class PushExchange implements Exchange, PushResponse {
  readonly #connection: Connection
  readonly push: Push
  request: RequestHandle | undefined
  status = 0
  apnsId: string
  retryAfter: string | undefined
  body = ''

  constructor(connection: Connection, push: Push) {
    this.#connection = connection
    this.push = push
    this.apnsId = push.apnsId
  }

  ended(complete: boolean): void {
    this.#connection.finish(this, complete && this.status !== 0)
  }
}
