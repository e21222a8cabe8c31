import { setTimeout as sleep } from 'node:timers/promises'
import type { Slice } from './lease-slice.ts'
import { type Priority, priorities } from './priorities.ts'

/** The requests that this process may send with one credential. */
export interface Budget {
  /**
   * Resolves with whether a request may be sent now. Of those who wait, the one of the higher priority goes first, then
   * who came first.
   *
   * @param signal ends the waiting
   */
  take(priority: Priority, signal?: AbortSignal): Promise<boolean>
  /** How many wait. */
  waiting(): number
  /** Ends all waiting: nothing may be sent any more. */
  stop(): void
}

type Waiter = (may: boolean) => void

const longestSliceMs = 250
/** Links that are opened at other processes wait for what is leased ahead here: little, but for links opened here. */
const aheadMs = { urgent: 750, usual: 250 } as const
/** A permit that comes later than this is lost: used together with those after it, it would be a burst. */
const latestMs = 250
const leaseAgainAfterMs = 50

/**
 * Gives permits to send, evenly spaced over slices of time that are leased as they are needed. Two processes that lease
 * in turns reach the rate together, and none needs to know of the other.
 *
 * @param lease asks for the next slice; undefined when others have leased too far ahead
 */
export function openBudget({
  requestsPerSecond,
  lease,
}: {
  requestsPerSecond: number
  lease: (wish: { lengthMs: number; aheadMs: number }) => Promise<Slice | undefined>
}): Budget {
  const spacingMs = 1000 / requestsPerSecond
  const permitsPerSlice = Math.max(1, Math.floor(longestSliceMs / spacingMs))
  const waiters: Record<Priority, Set<Waiter>> = { open: new Set(), update: new Set(), broadcast: new Set() }
  /** When each permit may be used, in the time of `performance.now`. */
  let permits: number[] = []
  let leasing = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const waiting = () => priorities.reduce((sum, priority) => sum + waiters[priority].size, 0)
  const answer = (priority: Priority, waiter: Waiter, may: boolean) => {
    if (waiters[priority].delete(waiter)) waiter(may)
  }
  const admitOne = () => {
    for (const priority of priorities) {
      const [waiter] = waiters[priority]
      if (waiter) return answer(priority, waiter, true)
    }
  }

  const pump = (): void => {
    clearTimeout(timer)
    timer = undefined
    const nowMs = performance.now()
    permits = permits.filter((atMs) => atMs > nowMs - latestMs)
    while (waiting() > 0 && permits[0] !== undefined && permits[0] <= nowMs) {
      permits.shift()
      admitOne()
    }
    if (waiting() === 0) return
    if (permits[0] !== undefined) timer = setTimeout(pump, permits[0] - nowMs)
    if (waiting() > permits.length) void leaseMore()
  }

  const leaseMore = async (): Promise<void> => {
    if (leasing || stopped) return
    leasing = true
    const isUrgent = waiters.open.size > permits.length
    const count = Math.min((isUrgent ? waiters.open.size : waiting()) - permits.length, permitsPerSlice)
    const wish = { lengthMs: count * spacingMs, aheadMs: isUrgent ? aheadMs.urgent : aheadMs.usual }
    const slice = await lease(wish).catch(() => undefined)
    if (slice) {
      const startMs = performance.now() + slice.startsInMs
      permits.push(...Array.from({ length: count }, (_, index) => startMs + index * spacingMs))
    } else await sleep(leaseAgainAfterMs)
    leasing = false
    pump()
  }

  return {
    take(priority, signal) {
      if (stopped || signal?.aborted) return Promise.resolve(false)
      return new Promise((resolve) => {
        const giveUp = () => answer(priority, waiter, false)
        const waiter: Waiter = (may) => {
          signal?.removeEventListener('abort', giveUp)
          resolve(may)
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        waiters[priority].add(waiter)
        pump()
      })
    },
    waiting,
    stop() {
      stopped = true
      clearTimeout(timer)
      for (const priority of priorities) for (const waiter of waiters[priority]) answer(priority, waiter, false)
    },
  }
}
