import { createAlarms } from './alarms.ts'
import type { Apns } from './apns.ts'
import { backoffMs } from './backoff.ts'
import { Connection, type ConnectionEvents } from './connection.ts'
import { ApnsError } from './errors.ts'
import type { ApnsSettings } from './options.ts'
import type { Misconfigured, PushOutcome } from './outcome.ts'
import { createPace } from './pace.ts'
import { type PushResponse, parseBody, processPushResponse } from './process-push-response.ts'
import { createPush, outcomeWithoutPush, type Push } from './push.ts'
import { pushHeaders } from './push-headers.ts'
import { PushList } from './push-list.ts'
import { PushQueue } from './push-queue.ts'
import { type LocalReason, reasonRow } from './reasons.ts'
import type { ApnsState } from './state.ts'
import { misconfiguredByTls } from './tls-faults.ts'
import type { Transport } from './transport.ts'

/**
 * A push whose fate is unknown is started again so often, then it is `later`. If APNs had accepted it, the phone asks
 * once more for what changed: that is all.
 */
const mostUnanswered = 5
const mostTimedOut = 2
/** Callers who await `ready` never come near. */
const mostWaiting = 100_000
const pauseMs = 60_000

/**
 * Brings pushes and connections together. Every change (a push, an answer, a connection, the clock) ends in `#pump`,
 * which starts what can be started, connects if that is needed and calls those who await `ready`.
 */
export class ApnsClient implements Apns, ConnectionEvents {
  readonly #settings: ApnsSettings
  readonly #transport: Transport
  readonly #headers
  readonly #queue = new PushQueue()
  readonly #pace = createPace()
  readonly #alarms = createAlarms((reason, explanation) => this.#tell({ state: 'alarm', reason, explanation }))
  readonly #callers: (() => void)[] = []
  readonly #ticker: NodeJS.Timeout
  #connections: readonly Connection[] = []
  #connectFailures = 0
  #connectNotBeforeMs = 0
  #timer: NodeJS.Timeout | undefined
  #pause: { readonly outcome: Misconfigured; readonly untilMs: number } | undefined
  #cautious: boolean
  #closing: PromiseWithResolvers<void> | undefined

  constructor(settings: ApnsSettings, transport: Transport) {
    this.#settings = settings
    this.#transport = transport
    this.#headers = pushHeaders(settings)
    this.#headers.refresh()
    // APNs gives one stream to provider tokens until it has seen a good one.
    this.#cautious = settings.tokens !== undefined
    const { requestTimeoutMs, pingAfterIdleMs, pingTimeoutMs, maxWaitMs } = settings
    const tickMs = Math.min(1000, requestTimeoutMs / 4, pingAfterIdleMs / 4, pingTimeoutMs / 4, maxWaitMs / 4)
    // By setImmediate: when the process was busy for long, what has arrived is read before anything counts as late.
    this.#ticker = setInterval(() => setImmediate(() => this.#tick()), tickMs).unref()
  }

  get inFlight(): number {
    return this.#connections.reduce((sum, connection) => sum + connection.inFlight, 0)
  }

  get waiting(): number {
    return this.#queue.size
  }

  push(token: string): Promise<PushOutcome> {
    if (this.#closing) return Promise.reject(closed())
    const nowMs = performance.now()
    const outcome = outcomeWithoutPush(token) ?? this.#pausedBy(nowMs)
    if (outcome) return Promise.resolve(outcome)
    if (this.#queue.singles >= mostWaiting) return Promise.resolve(laterBy('QueueFull'))
    return new Promise((settle) => {
      this.#queue.append(createPush(token, nowMs + this.#settings.maxWaitMs, settle))
      this.#pump(nowMs)
    })
  }

  pushAll(tokens: readonly string[]): Promise<PushOutcome[]> {
    if (this.#closing) return Promise.reject(closed())
    const list = new PushList(tokens)
    this.#queue.appendList(list)
    this.#pump()
    return list.outcomes
  }

  ready(): Promise<void> {
    const nowMs = performance.now()
    if (this.#callers.length === 0 && this.#canTake(nowMs)) return Promise.resolve()
    return new Promise((resolve) => {
      this.#callers.push(resolve)
      this.#pump(nowMs)
    })
  }

  resume(): void {
    this.#pause = undefined
    this.#pump()
  }

  close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = Promise.withResolvers()
      this.#queue.refuseLists(laterBy('Closing'))
      for (const caller of this.#callers.splice(0)) caller()
      this.#pump()
    }
    return this.#closing.promise
  }

  opened(connection: Connection, first: boolean): void {
    if (first) this.#tell({ state: 'connected', maxConcurrentStreams: connection.maxStreams })
    this.#pump()
  }

  answered(connection: Connection, push: Push, response: PushResponse): void {
    const { clock, tokens } = this.#settings
    const outcome = processPushResponse(response, clock, this.#alarms.senderProven)
    if (outcome.kind !== 'misconfigured') {
      connection.proven = true
      this.#connectFailures = 0
      this.#cautious = tokens !== undefined
      this.#keepPace(outcome, push, response.status)
      this.#alarms.observe(outcome)
      push.settle(outcome)
    } else if (outcome.reason === 'ExpiredProviderToken' && tokens?.renew(push.authorization ?? '')) {
      this.#headers.refresh()
      this.#queue.prepend(push)
    } else {
      this.#stop(outcome)
      push.settle(outcome)
    }
    this.#pump()
  }

  timedOut(push: Push): void {
    push.timedOut += 1
    const nowMs = performance.now()
    this.#pace.trouble(push.startedAtMs, nowMs, this.inFlight)
    if (push.timedOut >= mostTimedOut) push.settle(laterBy('Timeout'))
    // It may stay without an answer again, so the others go first.
    else this.#queue.append(push)
    this.#pump(nowMs)
  }

  unanswered(push: Push, alone: boolean): void {
    push.unanswered += 1
    const nowMs = performance.now()
    if (alone) this.#pace.trouble(push.startedAtMs, nowMs, this.inFlight)
    if (push.unanswered >= mostUnanswered) push.settle(laterBy('Unanswered'))
    else this.#queue.prepend(push)
    this.#pump(nowMs)
  }

  draining(debugData: string): void {
    const { reason = 'GOAWAY' } = parseBody(debugData)
    this.#tell({ state: 'draining', reason })
    const row = reasonRow(reason)
    if (row?.outcome === 'misconfigured') this.#stop({ kind: row.outcome, reason, explanation: row.explanation })
    else this.#delayConnecting(`APNs ended the connection: ${reason}`)
    this.#pump()
  }

  ended(connection: Connection, cause: Error | undefined, foreseen: boolean): void {
    this.#connections = this.#connections.filter((other) => other !== connection)
    const misconfigured = misconfiguredByTls(cause)
    if (misconfigured) this.#stop(misconfigured)
    else if (!foreseen) this.#delayConnecting(cause?.message ?? 'The connection was closed')
    this.#pump()
  }

  #pump(nowMs = performance.now()): void {
    const pausedBy = this.#pausedBy(nowMs)
    if (pausedBy) {
      this.#queue.refuseSingles(pausedBy)
      this.#queue.refuseLists(pausedBy)
    }
    for (let free = this.#freeConnection(nowMs); free; free = this.#freeConnection(nowMs)) {
      const push = this.#nextPush(nowMs)
      if (!push) break
      free.start(push, this.#headers.of(push), nowMs)
    }
    // One at a time: its push pumps again and calls the next one, so they are never more than there are free streams.
    if (this.#callers.length > 0 && this.#canTake(nowMs)) this.#callers.shift()!()
    if (this.#closing) this.#finishClosing()
    else if (this.#queue.size > 0 || this.#callers.length > 0) this.#seekConnection(nowMs)
  }

  /** Single pushes go before lists, also those whose callers await `ready`. */
  #nextPush(nowMs: number): Push | undefined {
    const single = this.#queue.shift()
    return single || this.#callers.length > 0 ? single : this.#queue.shiftList(nowMs + this.#settings.maxWaitMs)
  }

  #canTake(nowMs: number): boolean {
    if (this.#closing || this.#pausedBy(nowMs)) return true
    return !this.#queue.first && this.#freeConnection(nowMs) !== undefined
  }

  /** The least busy of those that may bear another push now. */
  #freeConnection(nowMs: number): Connection | undefined {
    if (nowMs < this.#pace.notBeforeMs || this.inFlight >= this.#pace.maxInFlight) return undefined
    let free: Connection | undefined
    for (const connection of this.#connections) {
      const limit = this.#isTrusted(connection) ? Number.POSITIVE_INFINITY : 1
      if (connection.hasRoom(limit) && !(free && free.inFlight <= connection.inFlight)) free = connection
    }
    return free
  }

  #isTrusted(connection: Connection): boolean {
    return connection.proven || !this.#cautious
  }

  /** Something waits: opens a connection if that would help and is allowed now. */
  #seekConnection(nowMs: number): void {
    const present = this.#connections.filter(({ state }) => state !== 'draining')
    const { notBeforeMs, maxInFlight } = this.#pace
    if (present.length > 0 && (nowMs < notBeforeMs || this.inFlight >= maxInFlight)) {
      this.#pumpAt(notBeforeMs, nowMs)
      return
    }
    if (present.length >= this.#settings.maxConnections) return
    if (present.some((connection) => connection.state === 'connecting' || !this.#isTrusted(connection))) return
    if (nowMs < this.#connectNotBeforeMs) this.#pumpAt(this.#connectNotBeforeMs, nowMs)
    else this.#connections = [...this.#connections, new Connection(this.#transport, this, this.#settings)]
  }

  /** Unlike the ticker, this keeps the process alive: somebody waits. */
  #pumpAt(atMs: number, nowMs: number): void {
    if (atMs <= nowMs) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#pump()
    }, atMs - nowMs)
  }

  #keepPace(outcome: PushOutcome, push: Push, status: number): void {
    if (outcome.kind === 'later' && isTrouble(outcome.reason, status)) {
      // Only a server in trouble asks all to wait; else the wait concerns this push.
      const afterMs = status >= 500 ? outcome.afterMs : undefined
      this.#pace.trouble(push.startedAtMs, performance.now(), this.inFlight, afterMs)
    } else {
      this.#pace.good()
    }
  }

  #delayConnecting(cause: string): void {
    const waitMs = backoffMs(this.#connectFailures)
    this.#connectFailures += 1
    this.#connectNotBeforeMs = performance.now() + waitMs
    this.#tell({ state: 'reconnecting', waitMs, cause })
  }

  /** A person must act before another push makes sense; until then APNs must not be bothered. */
  #stop(outcome: Misconfigured): void {
    const nowMs = performance.now()
    if (!this.#pausedBy(nowMs)) {
      this.#pause = { outcome, untilMs: nowMs + pauseMs }
      this.#tell({ state: 'alarm', reason: outcome.reason, explanation: outcome.explanation })
    }
    // The next try begins with a single push on a new connection, as after a change of the key APNs wants one.
    this.#cautious = true
    for (const connection of this.#connections) connection.retire()
    for (const caller of this.#callers.splice(0)) caller()
  }

  #pausedBy(nowMs: number): Misconfigured | undefined {
    if (this.#pause && nowMs >= this.#pause.untilMs) this.#pause = undefined
    return this.#pause?.outcome
  }

  #tick(): void {
    const nowMs = performance.now()
    this.#headers.refresh()
    for (const connection of this.#connections) connection.check(nowMs)
    const reason = this.#connections.some(({ state }) => state === 'open') ? 'Congested' : 'Unreachable'
    while (this.#queue.first && this.#queue.first.deadlineMs <= nowMs) this.#queue.shift()!.settle(laterBy(reason))
    this.#pump(nowMs)
  }

  #finishClosing(): void {
    const carrying = this.#connections.some(({ state }) => state === 'open' || state === 'connecting')
    if (!carrying) this.#queue.refuseSingles(laterBy('Closing'))
    if (this.#queue.first || this.inFlight > 0) return
    for (const connection of this.#connections) connection.retire()
    if (this.#connections.length > 0) return
    clearInterval(this.#ticker)
    clearTimeout(this.#timer)
    this.#closing?.resolve()
  }

  #tell(state: ApnsState): void {
    const { onState } = this.#settings
    if (onState) queueMicrotask(() => onState(state))
  }
}

function closed(): ApnsError {
  return new ApnsError('CLIENT_CLOSED', 'The client was closed.')
}

/** Other pushes would meet the same. */
function isTrouble(reason: string, status: number): boolean {
  return status >= 500 || reason === 'TooManyProviderTokenUpdates'
}

function laterBy(reason: LocalReason): PushOutcome {
  return { kind: 'later', reason, afterMs: undefined }
}
