/** One measurement: how fast, and where the method can tell how much processor time an operation took. */
export interface Sample {
  readonly perSecond: number
  readonly cpuMsPerOperation?: number
}

export interface Count {
  readonly count: number
  readonly elapsedMs: number
}

/**
 * Repeats an asynchronous operation with so many under way at once until the time is over, and waits for those begun.
 *
 * @param operation told how many were begun before it
 */
export async function keepInFlight(
  inFlight: number,
  durationMs: number,
  operation: (n: number) => Promise<unknown>,
): Promise<Count> {
  const start = performance.now()
  const end = start + durationMs
  let count = 0
  const worker = async () => {
    while (performance.now() < end) await operation(count++)
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { count, elapsedMs: performance.now() - start }
}

/** Repeats a synchronous operation until the time is over; the clock is read once in a hundred times. */
export function loop(durationMs: number, operation: (n: number) => unknown): Count {
  const start = performance.now()
  const end = start + durationMs
  let count = 0
  while (performance.now() < end) for (let i = 0; i < 100; i++) operation(count++)
  return { count, elapsedMs: performance.now() - start }
}

export const sampleOf = ({ count, elapsedMs }: Count): Sample => ({ perSecond: (count / elapsedMs) * 1000 })

/** Runs a task and tells the processor time that this process spent on it, in all its threads. */
export async function withCpu(task: () => Promise<Count> | Count): Promise<Sample> {
  const before = process.cpuUsage()
  const counted = await task()
  const { user, system } = process.cpuUsage(before)
  return { ...sampleOf(counted), cpuMsPerOperation: (user + system) / 1000 / counted.count }
}
