import { randomFrom } from './random.ts'
import type { FuzzTarget } from './target.ts'

export interface FuzzFailure {
  readonly run: number
  readonly reason: string
}

/** The input of a run: by its number alone, so that it can be had again without the runs before it. */
export function inputOf(target: FuzzTarget, seed: number, run: number): Uint8Array {
  return target.make(randomFrom(Math.imul(seed + 1, 0x9e3779b1) ^ run))
}

const maxAttempts = 4

/** Reads one input; the failure if the reader throws, or if it takes more processor time than that, four times in a row. */
export function tryRun(
  target: FuzzTarget,
  seed: number,
  run: number,
  timeLimitMs = Number.POSITIVE_INFINITY,
): FuzzFailure | undefined {
  const input = inputOf(target, seed, run)
  let quickestMs = Number.POSITIVE_INFINITY
  try {
    // What was only slow because the compiler or the collector was at work is quick the next time.
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const start = process.threadCpuUsage()
      target.read(input)
      const { user, system } = process.threadCpuUsage(start)
      quickestMs = Math.min(quickestMs, (user + system) / 1000)
      if (quickestMs <= timeLimitMs) return undefined
    }
  } catch (failure) {
    return { run, reason: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) }
  }
  return {
    run,
    reason: `It took ${Math.round(quickestMs)} ms of the processor, at most ${timeLimitMs} ms are allowed.`,
  }
}
