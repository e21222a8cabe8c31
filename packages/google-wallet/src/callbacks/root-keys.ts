import { type Clock, systemClock } from '../clock.ts'
import { endpoints } from '../endpoints.ts'
import type { Failure } from '../errors.ts'
import { exchange, type Fetch } from '../http.ts'
import { processRootKeys, type RootKey } from './process-root-keys.ts'

export interface RootKeysOptions {
  /** Default `https://pay.google.com/gp/m/issuer/keys`. */
  readonly url?: string | undefined
  readonly fetch?: Fetch | undefined
  readonly clock?: Clock | undefined
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** Told when the keys could not be fetched; those at hand go on being used until they expire. */
  readonly onFailure?: ((failure: Failure) => void) | undefined
}

/** Google's root keys; one of these serves all issuers of a process. */
export interface RootKeys {
  /**
   * The keys, at once if any of them is still good: they are renewed in the background before they expire. Empty if
   * there are none and the last request, less than a minute ago, brought none.
   */
  current(): Promise<readonly RootKey[]>
  /** Newer keys, after those at hand did not verify something; undefined if the last request is not a minute ago. */
  renewed(): Promise<readonly RootKey[] | undefined>
}

const minuteMs = 60_000
/** However many forged callbacks come, Google is asked no more often. */
const shortestPauseMs = minuteMs
const renewedBeforeExpiryMs = 60 * minuteMs
/** Without a `max-age`. */
const longestAgeMs = 24 * 60 * minuteMs

export function openRootKeys(options: RootKeysOptions = {}): RootKeys {
  const { url = endpoints.rootKeys, clock = systemClock, timeoutMs = 10_000, onFailure } = options
  const fetch = options.fetch ?? globalThis.fetch
  let keys: readonly RootKey[] = []
  let freshUntilMs = Number.NEGATIVE_INFINITY
  let askedAtMs = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined
  const nowMs = () => clock.now().getTime()

  async function ask(): Promise<void> {
    const response = await exchange(
      fetch,
      { method: 'GET', url, headers: { accept: 'application/json' } },
      { timeoutMs },
    )
    const answer = 'code' in response ? response : processRootKeys(response)
    if ('code' in answer) {
      onFailure?.(answer)
      return
    }
    keys = answer.keys
    const firstExpiryMs = Math.min(...keys.map(({ expiresAtMs }) => expiresAtMs))
    freshUntilMs = Math.min(firstExpiryMs - renewedBeforeExpiryMs, nowMs() + (answer.maxAgeMs ?? longestAgeMs))
  }

  /** Starts a request unless one is under way or the last one is too young. */
  function askIfAllowed(): Promise<void> | undefined {
    // A pause below zero: the clock was set back.
    const pauseMs = nowMs() - askedAtMs
    if (underWay !== undefined || (pauseMs >= 0 && pauseMs < shortestPauseMs)) return underWay
    askedAtMs = nowMs()
    underWay = ask().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  return {
    async current() {
      const asked = nowMs() >= freshUntilMs ? askIfAllowed() : undefined
      if (keys.every(({ expiresAtMs }) => expiresAtMs <= nowMs())) await asked
      return keys
    },
    async renewed() {
      const before = keys
      await askIfAllowed()
      return keys === before ? undefined : keys
    },
  }
}
