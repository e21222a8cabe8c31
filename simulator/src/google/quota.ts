import type { Clock } from '../phone/phone.ts'

/** How many requests a project may send within a second. */
export interface Quota {
  /** Null: as many as may be. */
  limit: number | null
  /** Counts a request; false if it is one too many, which does not count. */
  take(projectId: string): boolean
}

export function openQuota(clock: Clock, limit: number | null): Quota {
  const taken = new Map<string, readonly number[]>()
  return {
    limit,
    take(projectId) {
      if (this.limit === null) return true
      const nowMs = clock.now().getTime()
      const latest = (taken.get(projectId) ?? []).filter((atMs) => atMs > nowMs - 1_000)
      if (latest.length >= this.limit) return false
      taken.set(projectId, [...latest, nowMs])
      return true
    },
  }
}
