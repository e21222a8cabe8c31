import { setTimeout } from 'node:timers/promises'

export interface RetryOptions {
  /** Including the first one: default 5, and 1 turns retries off. */
  readonly tries?: number | undefined
  /** Default 500. It doubles with each try; the wait is a random part of it (full jitter). */
  readonly firstWaitMs?: number | undefined
  /** Default 32,000. A `Retry-After` beyond it ends the call: its error says when to try again. */
  readonly longestWaitMs?: number | undefined
}

export interface RetrySettings {
  readonly tries: number
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

export const retryDefaults: RetrySettings = { tries: 5, firstWaitMs: 500, longestWaitMs: 32_000 }

/** Options completed by settings; what is undefined is not said. */
export function completeRetry(options: RetryOptions | undefined, settings: RetrySettings): RetrySettings {
  const { tries = settings.tries, firstWaitMs = settings.firstWaitMs } = options ?? {}
  return { tries, firstWaitMs, longestWaitMs: options?.longestWaitMs ?? settings.longestWaitMs }
}

/** How long to wait after so many tries, or undefined if there shall be no more. */
export function waitBeforeRetryMs(
  tries: number,
  retryAfterMs: number | undefined,
  { tries: most, firstWaitMs, longestWaitMs }: RetrySettings,
  random: () => number = Math.random,
): number | undefined {
  if (tries >= most) return undefined
  if (retryAfterMs !== undefined) return retryAfterMs <= longestWaitMs ? retryAfterMs : undefined
  return random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1))
}

/** Ends early, without an error, when the signal does: the next request finds out. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {})
}
