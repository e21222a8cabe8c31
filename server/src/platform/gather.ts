/** Writes items down in batches, for those whose writing costs about the same for one as for many. */
export interface Gatherer<T> {
  /** Resolves when the item was written, or could not be. */
  add(item: T): Promise<void>
}

/**
 * @param options.gatherMs how long the first of a batch waits for others
 * @param options.write its failures are its own to tell
 */
export function openGatherer<T>(options: {
  gatherMs: number
  batchSize: number
  write: (batch: readonly T[]) => Promise<void>
}): Gatherer<T> {
  const { gatherMs, batchSize, write } = options
  const gathered: { readonly item: T; readonly written: () => void }[] = []
  let running = false

  const writeAll = async (): Promise<void> => {
    while (gathered.length > 0) {
      const batch = gathered.splice(0, batchSize)
      await write(batch.map(({ item }) => item)).catch(() => {})
      for (const { written } of batch) written()
    }
    running = false
  }
  return {
    add: (item) =>
      new Promise((written) => {
        gathered.push({ item, written })
        if (running) return
        running = true
        setTimeout(() => void writeAll(), gatherMs)
      }),
  }
}
