import type { PushOutcome } from './outcome.ts'
import { createPush, type Push } from './push.ts'

/** Pushes that were asked for together. Each is made when it begins, so that memory holds no more than are under way. */
export class PushList {
  readonly #tokens: readonly string[]
  readonly #outcomes: PushOutcome[]
  readonly #all = Promise.withResolvers<PushOutcome[]>()
  #begun = 0
  #settled = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
    this.#outcomes = new Array(tokens.length)
    if (tokens.length === 0) this.#all.resolve([])
  }

  /** In the order of the tokens, when there are all. */
  get outcomes(): Promise<PushOutcome[]> {
    return this.#all.promise
  }

  /** How many have not begun. */
  get waiting(): number {
    return this.#tokens.length - this.#begun
  }

  /** Begins one; undefined: all have begun. Should it have to wait again, it does so until the deadline. */
  next(deadlineMs: number): Push | undefined {
    const token = this.#tokens[this.#begun]
    if (token === undefined) return undefined
    const index = this.#begun++
    return createPush(token, deadlineMs, (outcome) => this.#settle(index, outcome))
  }

  /** Gives an outcome to all that have not begun. */
  refuse(outcome: PushOutcome): void {
    while (this.waiting > 0) this.#settle(this.#begun++, outcome)
  }

  #settle(index: number, outcome: PushOutcome): void {
    this.#outcomes[index] = outcome
    this.#settled += 1
    if (this.#settled === this.#tokens.length) this.#all.resolve(this.#outcomes)
  }
}
