import { randomUUID } from 'node:crypto'
import { constants, performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../phone/phone.ts'
import { accept, readPayload, refuse, stayOpenFor } from './answer.ts'
import { type Behaviour, resetCodes } from './commands.ts'
import { type ApnsRequest, judgeRequest, judgeTarget, messageIdOf } from './judge-request.ts'
import type { ProviderKey } from './provider-token.ts'
import { accepted, type Push } from './push.ts'
import { isReason, statusOfReason } from './reasons.ts'
import { senderOf } from './sender.ts'

/** What all connections share. */
export interface Service {
  readonly clock: Clock
  readonly providerKeys: readonly ProviderKey[]
  maxConcurrentStreams(): number
  /** What a script wants done with a push that passed every check. */
  behaviourFor(push: Push): Behaviour | undefined
  /** Hears what came of such a push. */
  onPush(push: Push, outcome: string): void
  /** Hears of a request that did not pass, by status and reason. */
  onRefusal(outcome: string): void
}

/** An HTTP/2 connection of a sender. */
export interface Connection {
  /** Announces how many requests may be under way at a time, if that has changed. */
  announceStreams(): void
  /** Sends GOAWAY, answers what has been acted upon or was sent before it, and closes. `hard`: closes at once. */
  goAway(hard: boolean): void
  destroy(): void
}

/** A sender with tokens may have one request under way until the first valid one. */
const streamsOfUnknownSender = 1

const sendingPollMs = 5

/** Serves a connection that has done its TLS handshake, until either side ends it. */
export function serveConnection(socket: TLSSocket, service: Service, onClose: () => void): Connection {
  const sender = senderOf(socket, service.providerKeys)
  const allowedStreams = () => {
    const streams = service.maxConcurrentStreams()
    return sender.isKnown ? streams : Math.min(streams, streamsOfUnknownSender)
  }
  let announcedStreams = allowedStreams()
  /** The highest stream that has been acted upon. */
  let lastStreamId = 0
  /** Streams above it are not served any more. */
  let finalStreamId = Number.POSITIVE_INFINITY
  let openStreams = 0
  let leaving = false

  const session = performServerHandshake(socket, { settings: { maxConcurrentStreams: announcedStreams } })
  session.on('close', onClose)
  // A sender that breaks off is no concern of ours; close follows.
  session.on('error', () => {})
  session.on('stream', (stream, headers, _flags, rawHeaders) => {
    openStreams += 1
    stream.on('error', () => {})
    stream.on('close', () => {
      openStreams -= 1
      leaveIfDone()
    })
    void serve(stream, headers, rawHeaders)
  })

  async function serve(stream: ServerHttp2Stream, headers: ApnsRequest['headers'], rawHeaders: readonly string[]) {
    const { id = 0 } = stream
    const payload = await readPayload(stream)
    if (payload === undefined || id > finalStreamId) return

    const apnsId = messageIdOf(headers) ?? randomUUID().toUpperCase()
    const judgement = judge({ headers, rawHeaders, payload })
    announceStreams()
    if ('refusal' in judgement) {
      const { refusal: reason } = judgement
      lastStreamId = Math.max(lastStreamId, id)
      service.onRefusal(`${statusOfReason[reason]} ${reason}`)
      refuse(stream, apnsId, { status: statusOfReason[reason], reason })
      return
    }
    const push = { apnsId, ...judgement.push }
    const behaviour = service.behaviourFor(push)
    lastStreamId = Math.max(lastStreamId, id)
    service.onPush(push, await carryOut(behaviour, stream, push))
  }

  function judge(request: ApnsRequest) {
    const misdirected = judgeTarget(request.headers)
    if (misdirected) return misdirected
    const known = sender.judge(request.headers.authorization, service.clock.now())
    return 'refusal' in known ? known : judgeRequest(request, known.topic)
  }

  /** Returns the outcome. */
  async function carryOut(behaviour: Behaviour | undefined, stream: ServerHttp2Stream, { apnsId }: Push) {
    switch (behaviour?.kind) {
      case undefined:
        accept(stream, apnsId)
        return accepted
      case 'answer': {
        const refusal = refusalOf(behaviour, service.clock.now())
        refuse(stream, apnsId, refusal)
        return `${refusal.status} ${refusal.reason}`
      }
      case 'slow':
        if (!(await stayOpenFor(stream, behaviour.delayMs))) return 'abandoned'
        accept(stream, apnsId)
        return accepted
      case 'silent':
        return 'silent'
      case 'reset-stream': {
        const { code = 'INTERNAL_ERROR' } = behaviour
        stream.close(resetCodes[code])
        return `reset-stream ${code}`
      }
      case 'goaway':
        goAway(behaviour.hard ?? false)
        if (behaviour.hard) return 'goaway hard'
        accept(stream, apnsId)
        return accepted
      case 'disconnect':
        // What has arrived behind it is lost.
        finalStreamId = 0
        socket.destroy()
        return 'disconnect'
    }
  }

  function announceStreams() {
    if (session.destroyed || announcedStreams === allowedStreams()) return
    announcedStreams = allowedStreams()
    session.settings({ maxConcurrentStreams: announcedStreams })
  }

  function goAway(hard: boolean) {
    if (session.destroyed) return
    if (hard) {
      session.destroy(new Error('closed by the script'), constants.NGHTTP2_INTERNAL_ERROR)
      return
    }
    // Node takes 0 for "all that have arrived": then they are served.
    finalStreamId = lastStreamId === 0 ? Number.POSITIVE_INFINITY : lastStreamId
    session.goaway(constants.NGHTTP2_NO_ERROR, lastStreamId, Buffer.from('{"reason":"Shutdown"}'))
    leaving = true
    leaveIfDone()
  }

  /** Closing sends another GOAWAY, which would name a higher stream if the first had not left yet: a protocol error. */
  function leaveIfDone() {
    if (!leaving || openStreams > 0 || session.destroyed) return
    if (session.state.outboundQueueSize === 0) session.close()
    else setTimeout(leaveIfDone, sendingPollMs).unref()
  }

  return { announceStreams, goAway, destroy: () => session.destroy() }
}

function refusalOf(answer: Extract<Behaviour, { kind: 'answer' }>, at: Date) {
  const { reason, retryAfterSeconds } = answer
  const status =
    answer.status ?? (isReason(reason) ? statusOfReason[reason] : constants.HTTP_STATUS_INTERNAL_SERVER_ERROR)
  const timestamp = answer.timestamp ?? (status === constants.HTTP_STATUS_GONE ? at.getTime() : undefined)
  return { status, reason, timestamp, retryAfterSeconds }
}
