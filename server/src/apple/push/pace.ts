import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How many pushes of a walk may be under way: fewer while phones that list and fetch have to wait for the event loop. */
export interface Pace {
  /** Resolves when there is room for another one, which `done` must end. */
  begin(): Promise<void>
  done(): void
  stop(): void
}

const least = 20
const most = 1000
const resolutionMs = 10
const sampleMs = 100

/** The next limit, from how late the event loop has been on average: slower at once, faster by and by. */
export function nextLimit(limit: number, lateMs: number): number {
  if (lateMs > 12) return Math.max(least, Math.floor(limit * 0.6))
  return lateMs < 6 ? Math.min(most, limit + 40) : limit
}

export function openPace(): Pace {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  const waiting: (() => void)[] = []
  let limit = 200
  let underWay = 0
  const admit = () => {
    while (underWay < limit && waiting.length > 0) {
      underWay += 1
      waiting.shift()?.()
    }
  }
  const timer = setInterval(() => {
    if (delay.count > 0) limit = nextLimit(limit, delay.mean / 1e6 - resolutionMs)
    delay.reset()
    admit()
  }, sampleMs).unref()
  return {
    begin() {
      if (underWay >= limit) return new Promise((resolve) => waiting.push(resolve))
      underWay += 1
      return Promise.resolve()
    },
    done() {
      underWay -= 1
      admit()
    },
    stop() {
      clearInterval(timer)
      delay.disable()
    },
  }
}
