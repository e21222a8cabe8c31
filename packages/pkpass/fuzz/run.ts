/**
 * `npm run fuzz -- [--runs N] [--seed S] [--from N]`: lints mutated pass.json documents. Ends with 1, and says how to
 * see it again, if one of them makes the linter throw, takes more than 100 ms, or the process more than 200 MB.
 */
import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { lintOne } from './lint-one.ts'
import { mutatedPass, mutatedText } from './mutate.ts'

const maxMs = 100
const maxRssBytes = 200e6
/** A document that takes longer than that does not end. */
const hangMs = 20_000
const everyTextRun = 10
const everyReport = 1000

/** So that the memory of the process is what linting needs, and not what V8 has left lying about. */
const memoryFlags = ['--max-old-space-size=80', '--max-semi-space-size=4']

interface Plan {
  readonly seed: number
  readonly from: number
  readonly runs: number
}

interface Progress {
  readonly done: number
  readonly findings: number
  readonly slowestMs: number
  readonly rssBytes: number
  readonly fault?: { readonly run: number; readonly what: string }
}

const plan = planOf(process.argv.slice(2))
if (process.send) work(plan)
else watch(plan)

function planOf(argv: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
    },
  })
  return { runs: Number(values.runs), seed: Number(values.seed), from: Number(values.from) }
}

/** The work is done by another process, so that somebody can tell if it hangs or dies. */
function watch({ seed, from, runs }: Plan): void {
  const child = fork(import.meta.filename, process.argv.slice(2), { execArgv: [...process.execArgv, ...memoryFlags] })
  let last: Progress = { done: 0, findings: 0, slowestMs: 0, rssBytes: 0 }
  let lastAt = Date.now()
  const fail = (run: number, what: string): void => {
    console.error(`\nRun ${run} ${what}. Again: npm run fuzz -- --seed ${seed} --from ${run} --runs 1`)
    process.exitCode = 1
    clearInterval(timer)
    child.kill('SIGKILL')
  }
  const timer = setInterval(() => {
    if (Date.now() - lastAt > hangMs) fail(from + last.done, `or one of the next ${everyReport} does not end`)
    if (process.stderr.isTTY) process.stderr.write(`\r${summary(last)} `)
  }, 1000)
  child.on('message', (progress: Progress) => {
    lastAt = Date.now()
    last = progress
    if (progress.fault) fail(progress.fault.run, progress.fault.what)
  })
  child.on('exit', (code) => {
    clearInterval(timer)
    if (process.exitCode) return
    if (code === 0) console.log(`${summary(last)}: no fault.`)
    else fail(from + last.done, `or one of the next ${everyReport} ended the process`)
  })

  function summary({ done, findings, slowestMs, rssBytes }: Progress): string {
    const figures = [`slowest ${slowestMs.toFixed(1)} ms`, `at most ${Math.round(rssBytes / 1e6)} MB`]
    return `${done} of ${runs} documents, seed ${seed}, ${findings} findings, ${figures.join(', ')}`
  }
}

function work({ seed, from, runs }: Plan): void {
  let [findings, slowestMs, rssBytes] = [0, 0, 0]
  for (let run = from; run < from + runs; run++) {
    const fault = faultOf(run)
    const done = run - from + 1
    if (fault === undefined && done % everyReport !== 0 && done !== runs) continue
    rssBytes = Math.max(rssBytes, process.memoryUsage.rss())
    const what = fault ?? (rssBytes > maxRssBytes ? `takes ${Math.round(rssBytes / 1e6)} MB` : undefined)
    process.send?.({ done, findings, slowestMs, rssBytes, ...(what !== undefined && { fault: { run, what } }) })
    if (what !== undefined) break
  }
  process.disconnect?.()

  function faultOf(run: number): string | undefined {
    try {
      const document = documentOf(seed, run)
      let elapsedMs = timed(() => {
        findings += lintOne(document)
      })
      // The machine does other things as well: only what is slow again is slow.
      for (let i = 0; i < 3 && elapsedMs > maxMs; i++)
        elapsedMs = Math.min(
          elapsedMs,
          timed(() => lintOne(document)),
        )
      slowestMs = Math.max(slowestMs, elapsedMs)
      return elapsedMs > maxMs ? `takes ${elapsedMs.toFixed(0)} ms` : undefined
    } catch (error) {
      return `fails: ${error instanceof Error ? error.stack : String(error)}`
    }
  }
}

/** Every so often a text that may be no JSON: then there is nothing to lint, which is an answer as well. */
function documentOf(seed: number, run: number): unknown {
  if (run % everyTextRun !== 0) return mutatedPass(seed, run)
  try {
    return JSON.parse(mutatedText(seed, run))
  } catch {
    return undefined
  }
}

function timed(task: () => unknown): number {
  const start = performance.now()
  task()
  return performance.now() - start
}
