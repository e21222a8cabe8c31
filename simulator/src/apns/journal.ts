import type { ReceivedPush } from './push.ts'

/** What the virtual APNs has been asked and has answered. */
export interface Journal {
  /** Notes a push that passed every check. */
  add(push: ReceivedPush): void
  /** Notes a request that did not. */
  addRefusal(outcome: string): void
  /** The latest pushes, the latest last; older ones are only counted. */
  received(): readonly ReceivedPush[]
  /** How often each outcome has occurred, refusals included. */
  counts(): Readonly<Record<string, number>>
}

/** How many pushes are remembered. */
export const rememberedPushes = 10_000

export function openJournal(): Journal {
  let pushes: ReceivedPush[] = []
  const counts = new Map<string, number>()
  const count = (outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return {
    add(push) {
      count(push.outcome)
      pushes.push(push)
      // Twice as many may gather, so that the list is seldom cut.
      if (pushes.length >= 2 * rememberedPushes) pushes = pushes.slice(-rememberedPushes)
    },
    addRefusal: count,
    received: () => pushes.slice(-rememberedPushes),
    counts: () => Object.fromEntries(counts),
  }
}
