import type { Clock } from '../phone/phone.ts'

/** How many requests a project may send. */
export interface Quota {
  /** Per second; null: as many as may be. */
  limit: number | null
  /** Counts a request; false if it is one too many, which does not count. */
  take(projectId: string): boolean
}

interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

/**
 * Counts by a token bucket for each project that holds one second's worth: whoever keeps to the rate is never refused for
 * the jitter of a network, whoever goes beyond it is.
 */
export function openQuota(clock: Clock, limit: number | null): Quota {
  const buckets = new Map<string, Bucket>()
  return {
    limit,
    take(projectId) {
      if (this.limit === null) return true
      const nowMs = clock.now().getTime()
      const { tokens, atMs } = buckets.get(projectId) ?? { tokens: this.limit, atMs: nowMs }
      const filled = Math.min(this.limit, tokens + ((nowMs - atMs) / 1_000) * this.limit)
      const taken = filled >= 1
      buckets.set(projectId, { tokens: taken ? filled - 1 : filled, atMs: nowMs })
      return taken
    },
  }
}
