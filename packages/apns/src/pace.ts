import { backoffMs } from './backoff.ts'

/**
 * How many pushes may be under way when APNs is in trouble: 5xx, or streams that end without an answer. Each trouble
 * halves the number and each good answer adds one, so that a few bad answers among many good ones cost little;
 * if even one push at a time meets trouble, there are growing waits between them.
 */
export interface Pace {
  readonly maxInFlight: number
  /** No push starts before this moment. */
  readonly notBeforeMs: number
  good(): void
  /**
   * @param startedAtMs When the push was started: those started before the last trouble tell nothing new.
   * @param inFlight How many others are still under way.
   */
  trouble(startedAtMs: number, nowMs: number, inFlight: number, retryAfterMs?: number): void
}

/** A server that asks for a longer pause is asked again after this. */
const longestPauseMs = 60_000

export function createPace(random?: () => number): Pace {
  let maxInFlight = Number.POSITIVE_INFINITY
  let notBeforeMs = 0
  let lastTroubleMs = Number.NEGATIVE_INFINITY
  let failures = 0
  return {
    get maxInFlight() {
      return maxInFlight
    },
    get notBeforeMs() {
      return notBeforeMs
    },
    good() {
      maxInFlight += 1
      failures = 0
    },
    trouble(startedAtMs, nowMs, inFlight, retryAfterMs = 0) {
      if (startedAtMs < lastTroubleMs) return
      lastTroubleMs = nowMs
      if (maxInFlight === 1) {
        notBeforeMs = nowMs + Math.min(longestPauseMs, Math.max(retryAfterMs, backoffMs(failures, random)))
        failures += 1
      }
      maxInFlight = Math.max(1, Math.floor(Math.min(maxInFlight, inFlight + 1) / 2))
    },
  }
}
