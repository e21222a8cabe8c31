import type { PushOutcome } from './outcome.ts'
import { outcomeWithoutPush, type Push } from './push.ts'
import type { PushList } from './push-list.ts'

/** Pushes that wait for a stream: single ones, which go first and wait no longer than they may, and lists. */
export class PushQueue {
  #first: Push | undefined
  #last: Push | undefined
  #singles = 0
  readonly #lists: PushList[] = []

  get size(): number {
    return this.#lists.reduce((sum, list) => sum + list.waiting, this.#singles)
  }

  get singles(): number {
    return this.#singles
  }

  /** The single one that is next. */
  get first(): Push | undefined {
    return this.#first
  }

  append(push: Push): void {
    if (this.#last) this.#last.next = push
    else this.#first = push
    this.#last = push
    this.#singles += 1
  }

  /** For a push that was started before and is older than all that wait. */
  prepend(push: Push): void {
    push.next = this.#first
    this.#first = push
    this.#last ??= push
    this.#singles += 1
  }

  appendList(list: PushList): void {
    this.#lists.push(list)
  }

  shift(): Push | undefined {
    const push = this.#first
    if (!push) return undefined
    this.#first = push.next
    if (!this.#first) this.#last = undefined
    push.next = undefined
    this.#singles -= 1
    return push
  }

  /** @param deadlineMs of the push, should it have to wait again once it has begun */
  shiftList(deadlineMs: number): Push | undefined {
    for (let [list] = this.#lists; list; [list] = this.#lists) {
      const push = list.next(deadlineMs)
      const outcome = push && outcomeWithoutPush(push.token)
      if (!push) this.#lists.shift()
      else if (outcome) push.settle(outcome)
      else return push
    }
    return undefined
  }

  refuseSingles(outcome: PushOutcome): void {
    for (let push = this.shift(); push; push = this.shift()) push.settle(outcome)
  }

  refuseLists(outcome: PushOutcome): void {
    for (const list of this.#lists.splice(0)) list.refuse(outcome)
  }
}
