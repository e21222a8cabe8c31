import { constants, type ServerHttp2Stream } from 'node:http2'
import { payloadLimitBytes } from './judge-request.ts'

/** An answer other than 200. */
export interface Refusal {
  readonly status: number
  readonly reason: string
  /** Milliseconds since 1970; goes with 410. */
  readonly timestamp?: number | undefined
  readonly retryAfterSeconds?: number | undefined
}

/** Apple, *Handling notification responses from APNs*: 200 comes without a body. */
export function accept(stream: ServerHttp2Stream, apnsId: string): void {
  stream.respond({ ':status': constants.HTTP_STATUS_OK, 'apns-id': apnsId }, { endStream: true })
}

/** Every other answer has a JSON body with the reason. */
export function refuse(stream: ServerHttp2Stream, apnsId: string, refusal: Refusal): void {
  const { status, reason, timestamp, retryAfterSeconds } = refusal
  stream.respond({
    ':status': status,
    'apns-id': apnsId,
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  })
  stream.end(JSON.stringify({ reason, timestamp }))
}

/**
 * The body of a request; undefined if its sender breaks it off. Of one that is too large, one byte more than is allowed
 * is kept.
 */
export async function readPayload(stream: ServerHttp2Stream): Promise<Buffer | undefined> {
  const kept: Buffer[] = []
  let keptBytes = 0
  try {
    for await (const chunk of stream) {
      const rest = (chunk as Buffer).subarray(0, payloadLimitBytes + 1 - keptBytes)
      if (rest.length === 0) continue
      kept.push(rest)
      keptBytes += rest.length
    }
  } catch {
    return undefined
  }
  return stream.closed || stream.destroyed ? undefined : Buffer.concat(kept)
}

/** Waits, but not for longer than the stream is open; says whether it still is. */
export function stayOpenFor(stream: ServerHttp2Stream, delayMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const onClose = () => {
      clearTimeout(timer)
      resolve(false)
    }
    const timer = setTimeout(() => {
      stream.off('close', onClose)
      resolve(!stream.closed && !stream.destroyed)
    }, delayMs)
    stream.once('close', onClose)
  })
}
