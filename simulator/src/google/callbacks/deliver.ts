import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../phone/phone.ts'
import { isLoopback } from '../loopback.ts'
import type { CallbackRule } from '../script/commands.ts'
import type { State } from '../state.ts'
import { freshIntermediateKey, isWorn } from './keys.ts'
import { type HolderEvent, type SignedCallback, signCallback } from './message.ts'
import { mayCrawl } from './robots.ts'
import { type Sender, send } from './send.ts'

/** A callback and what came of it. */
export interface CallbackRecord extends HolderEvent {
  readonly url: string
  readonly nonce: string
  /** ISO 8601. */
  readonly at: string
  /** Of each attempt, the status or why there was none. */
  readonly attempts: readonly (number | string)[]
  readonly outcome: 'under way' | 'delivered' | 'failed' | 'lost' | 'barred by robots.txt' | 'not on this machine'
}

export interface Callbacks {
  /** Tells an issuer's server, unless its robots.txt is against it; comes back at once. */
  tell(event: HolderEvent, url: string): void
  /** The latest callbacks (up to 1,000), the latest last. */
  records(): readonly CallbackRecord[]
  /** Waits until nothing is under way, retries included. */
  settled(): Promise<void>
  close(): void
}

export interface CallbackOptions {
  readonly state: State
  readonly clock: Clock
  /** Roots (PEM) under which servers may stand. */
  readonly roots: readonly string[]
  readonly timeoutMs: number
  /** How long to wait before each further attempt. */
  readonly retryWaitsMs: readonly number[]
  /** Whether robots.txt is asked first. */
  readonly robots: boolean
  /** What a script wants done with the next callback. */
  ruleFor(event: HolderEvent): CallbackRule | undefined
}

const remembered = 1_000

export function openCallbacks(options: CallbackOptions): Callbacks {
  const { state, clock } = options
  const ending = new AbortController()
  const sender: Sender = { roots: options.roots, timeoutMs: options.timeoutMs, signal: ending.signal }
  const underWay = new Set<Promise<void>>()
  const records: CallbackRecord[] = []

  function note(record: CallbackRecord): (change: Partial<CallbackRecord>) => void {
    let latest = record
    records.push(record)
    if (records.length > remembered) records.shift()
    return (change) => {
      const index = records.indexOf(latest)
      latest = { ...latest, ...change }
      if (index >= 0) records[index] = latest
    }
  }

  async function deliver(event: HolderEvent, url: string): Promise<void> {
    const rule = options.ruleFor(event)
    const at = clock.now()
    const callback = signCallback(event, keysAt(state, at), at, rule?.forgery)
    const change = note({
      ...event,
      url,
      nonce: callback.nonce,
      at: at.toISOString(),
      attempts: [],
      outcome: 'under way',
    })
    if (!isLoopback(new URL(url).hostname)) return change({ outcome: 'not on this machine' })
    if (rule?.delivery === 'lost') return change({ outcome: 'lost' })
    if (rule?.delayMs !== undefined) await setTimeout(rule.delayMs, undefined, { signal: ending.signal })
    if (options.robots && !(await isOpen(url, sender))) return change({ outcome: 'barred by robots.txt' })

    for (let copies = rule?.delivery === 'twice' ? 2 : 1; copies > 0; copies--) {
      change({ outcome: await attempts(callback, url, (attempts) => change({ attempts })) })
    }
  }

  async function attempts(
    { body }: SignedCallback,
    url: string,
    onAttempt: (outcomes: readonly (number | string)[]) => void,
  ): Promise<CallbackRecord['outcome']> {
    const outcomes: (number | string)[] = []
    for (const waitMs of [0, ...options.retryWaitsMs]) {
      if (waitMs > 0) await setTimeout(waitMs, undefined, { signal: ending.signal })
      const outcome = await post(url, body, sender)
      outcomes.push(outcome)
      onAttempt([...outcomes])
      if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) return 'delivered'
    }
    return 'failed'
  }

  return {
    tell(event, url) {
      const delivery = deliver(event, url)
        // Closing ends waits and requests.
        .catch((error) => {
          if (!ending.signal.aborted) throw error
        })
        .finally(() => underWay.delete(delivery))
      underWay.add(delivery)
    },
    records: () => [...records],
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    close: () => ending.abort(),
  }
}

/** The keys of today; a worn intermediate key is replaced. */
function keysAt(state: State, at: Date) {
  const { callbackKeys } = state
  if (!callbackKeys.intermediate || isWorn(callbackKeys.intermediate, at)) {
    callbackKeys.intermediate = freshIntermediateKey(callbackKeys.roots, at)
  }
  return { roots: callbackKeys.roots, intermediate: callbackKeys.intermediate }
}

async function post(url: string, body: string, sender: Sender): Promise<number | string> {
  try {
    return (await send({ method: 'POST', url, body }, sender)).status
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** No robots.txt allows all, a server that cannot tell allows nothing (RFC 9309 §2.3.1). */
async function isOpen(url: string, sender: Sender): Promise<boolean> {
  const { origin, pathname, search } = new URL(url)
  try {
    const { status, body } = await send({ method: 'GET', url: `${origin}/robots.txt` }, sender)
    if (status >= 200 && status < 300) return mayCrawl(body, pathname + search)
    return status < 500
  } catch {
    return false
  }
}
