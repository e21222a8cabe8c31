/** What a virtual service has been asked and has answered. */
export interface Journal<Entry> {
  /** Notes an entry and counts its outcome. */
  add(entry: Entry): void
  /** Counts an outcome of which nothing is noted. */
  count(outcome: string): void
  /** The latest entries, the latest last; older ones are only counted. */
  received(): readonly Entry[]
  /** How often each outcome has occurred. */
  counts(): Readonly<Record<string, number>>
}

/** Opens a journal that remembers so many entries. */
export function openJournal<Entry extends { readonly outcome: string }>(remembered: number): Journal<Entry> {
  let entries: Entry[] = []
  const counts = new Map<string, number>()
  const count = (outcome: string) => void counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return {
    add(entry) {
      count(entry.outcome)
      entries.push(entry)
      // Twice as many may gather, so that the list is seldom cut.
      if (entries.length >= 2 * remembered) entries = entries.slice(-remembered)
    },
    count,
    received: () => entries.slice(-remembered),
    counts: () => Object.fromEntries(counts),
  }
}
