import type { PushOutcome } from './outcome.ts'
import { reasonRow } from './reasons.ts'

/** A complete response of APNs to one push. */
export interface PushResponse {
  readonly status: number
  /** The header `apns-id`. */
  readonly apnsId: string
  /** The header `retry-after`: seconds or an HTTP date. */
  readonly retryAfter: string | undefined
  /** Empty, or a JSON object with `reason` and perhaps `timestamp`. */
  readonly body: string
}

/** For reasons that Apple has added since, and for answers of something that stands in front of APNs. */
const byStatus: Readonly<Record<number, PushOutcome['kind']>> = { 403: 'misconfigured', 410: 'gone', 429: 'later' }

/**
 * Judges a response: Apple, "Handling notification responses from APNs".
 *
 * @param clock Asked only for a `retry-after` that is a date.
 * @param senderProven Whether the same sender has had a push delivered before; see the outcome `badToken`.
 */
export function processPushResponse(
  response: PushResponse,
  clock: { now(): Date },
  senderProven: boolean,
): PushOutcome {
  const { status } = response
  if (status === 200) return { kind: 'delivered', apnsId: response.apnsId }
  const { reason = `HTTP ${status}`, timestamp } = parseBody(response.body)
  const row = reasonRow(reason)
  const kind = row?.outcome ?? byStatus[status] ?? (status >= 500 ? 'later' : 'refused')
  switch (kind) {
    case 'gone':
      return { kind, reason, since: timestamp === undefined ? undefined : new Date(timestamp) }
    case 'badToken':
      return { kind, reason, senderProven }
    case 'later':
      return { kind, reason, afterMs: parseRetryAfter(response.retryAfter, clock) ?? row?.afterMs }
    case 'misconfigured':
      return { kind, reason, explanation: row?.explanation ?? `APNs refuses the sender with status ${status}.` }
    default:
      return { kind: 'refused', reason }
  }
}

/** The reason in a response's body or in a GOAWAY's debug data. */
export function parseBody(body: string): { reason?: string; timestamp?: number } {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return {}
  }
  if (typeof parsed !== 'object' || parsed === null) return {}
  const { reason, timestamp } = parsed as Record<string, unknown>
  return {
    ...(typeof reason === 'string' && reason !== '' && { reason }),
    ...(typeof timestamp === 'number' && !Number.isNaN(new Date(timestamp).getTime()) && { timestamp }),
  }
}

/** RFC 9110 §10.2.3. */
function parseRetryAfter(value: string | undefined, clock: { now(): Date }): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now().getTime())
}
