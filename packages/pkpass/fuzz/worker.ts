/** Runs a part of the fuzzing, away from the thread that watches it. */
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { tryRun } from './fuzz.ts'
import { targets } from './targets.ts'

export interface FuzzJob {
  readonly target: string
  readonly seed: number
  readonly from: number
  readonly runs: number
  readonly timeLimitMs: number
  /** Holds the number of the run that is under way. */
  readonly progress: Int32Array
}

/** zlib frees a stream that met an error in a later turn of the event loop: without one now and then they pile up. */
const runsPerTurn = 64

const { target, seed, from, runs, timeLimitMs, progress }: FuzzJob = workerData
for (let run = from; run < from + runs; run++) {
  Atomics.store(progress, 0, run)
  const failure = tryRun(targets[target]!, seed, run, timeLimitMs)
  if (failure) parentPort?.postMessage(failure)
  if (run % runsPerTurn === 0) await setImmediate()
}
