import type { PushOutcome } from './outcome.ts'

/** One push until its outcome. All moments are milliseconds of the process's monotonic clock. */
export interface Push {
  readonly token: string
  readonly apnsId: string
  /** If it still waits for a stream then, its outcome is `later`. */
  readonly deadlineMs: number
  readonly settle: (outcome: PushOutcome) => void
  /** Of its last start. */
  startedAtMs: number
  /** How many of its starts ended without an answer in time. */
  timedOut: number
  /** How many of its starts ended with their stream or connection. */
  unanswered: number
  authorization: string | undefined
  /** The one behind it in the queue. */
  next: Push | undefined
}

/** Pushes that wait for a stream. */
export class PushQueue {
  #first: Push | undefined
  #last: Push | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  get first(): Push | undefined {
    return this.#first
  }

  append(push: Push): void {
    if (this.#last) this.#last.next = push
    else this.#first = push
    this.#last = push
    this.#size += 1
  }

  /** For a push that was started before and is older than all that wait. */
  prepend(push: Push): void {
    push.next = this.#first
    this.#first = push
    this.#last ??= push
    this.#size += 1
  }

  shift(): Push | undefined {
    const push = this.#first
    if (!push) return undefined
    this.#first = push.next
    if (!this.#first) this.#last = undefined
    push.next = undefined
    this.#size -= 1
    return push
  }
}
