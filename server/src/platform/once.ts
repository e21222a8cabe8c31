/** Work that is not done twice at the same time: whoever asks for it while it is under way waits for that. */
export interface Once {
  (): Promise<void>
  /** Resolves when none is under way. */
  ended(): Promise<void>
}

export function once(work: () => Promise<void>): Once {
  let running: Promise<void> | undefined
  const run = (): Promise<void> => {
    running ??= work().finally(() => {
      running = undefined
    })
    return running
  }
  return Object.assign(run, { ended: async () => running })
}
