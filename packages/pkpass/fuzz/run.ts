/**
 * `npm run fuzz -- archives --runs 1000000`: reads mutated inputs and ends with 1 if a reader throws, takes more than
 * 100 ms of the processor, hangs, or if the process grows over 200 MB. A failing run is had again by its number.
 */
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { FuzzFailure } from './fuzz.ts'
import { targets } from './targets.ts'
import type { FuzzJob } from './worker.ts'

const timeLimitMs = 100
const hangAfterMs = 10_000
const memoryLimitMb = 200
const lookEveryMs = 200

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
})
const [target = ''] = positionals
const [runs, seed, from] = [values.runs, values.seed, values.from].map(Number) as [number, number, number]
if (!Object.hasOwn(targets, target) || ![runs, seed, from].every(Number.isSafeInteger)) {
  console.error(`Usage: npm run fuzz -- ${Object.keys(targets).join('|')} [--runs 10000] [--seed 1] [--from 0]`)
  process.exit(2)
}

const progress = new Int32Array(new SharedArrayBuffer(4))
const job: FuzzJob = { target, seed, from, runs, timeLimitMs, progress }
const worker = new Worker(new URL('./worker.ts', import.meta.url), {
  workerData: job,
  resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
})
const startedAt = performance.now()
let [failures, peakMb, lastRun, lastMoveAt] = [0, 0, -1, startedAt]

function fail({ run, reason }: FuzzFailure): void {
  failures++
  console.error(`\n✗ run ${run}: ${reason}\n  Again: npm run fuzz -- ${target} --seed ${seed} --from ${run} --runs 1`)
}

const watch = setInterval(() => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6)
  const [run, now] = [Atomics.load(progress, 0), performance.now()]
  if (run !== lastRun) [lastRun, lastMoveAt] = [run, now]
  if (now - lastMoveAt < hangAfterMs) return
  fail({ run, reason: 'It hangs.' })
  process.exit(1)
}, lookEveryMs)

worker.on('message', fail)
worker.on('error', (error) => fail({ run: Atomics.load(progress, 0), reason: String(error) }))
worker.on('exit', () => {
  clearInterval(watch)
  if (peakMb > memoryLimitMb)
    fail({ run: lastRun, reason: `The process has grown to ${Math.round(peakMb)} MB by then.` })
  const seconds = (performance.now() - startedAt) / 1000
  const count = Atomics.load(progress, 0) - from + 1
  console.log(
    `${target}: ${count} runs in ${seconds.toFixed(0)} s, ${failures} failures, at most ${Math.round(peakMb)} MB (seed ${seed})`,
  )
  process.exitCode = failures > 0 ? 1 : 0
})
