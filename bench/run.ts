/** `node run.ts [names…] [--quick] [--any-machine] [--json FILE]`: runs the benchmarks and tells what they found. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { callbacks } from './callbacks.ts'
import { changes } from './changes.ts'
import type { Bench, Context } from './context.ts'
import { google } from './google.ts'
import { fullPlan, type Outcome, quickPlan, verdictOf } from './harness.ts'
import { links } from './links.ts'
import { list } from './list.ts'
import { phone } from './phone.ts'
import { type BenchPostgres, openPostgres } from './postgres.ts'
import { pushes } from './pushes.ts'
import { relay } from './relay.ts'
import { outcomeText, type Results } from './report.ts'
import { sign } from './sign.ts'
import { walk } from './walk.ts'

const benches: readonly Bench[] = [sign, links, callbacks, list, phone, changes, relay, pushes, walk, google]

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    'any-machine': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => benches.every((bench) => bench.name !== name))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${benches.map(({ name }) => name).join(', ')}.`,
  )
  process.exit(2)
}
const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const anyMachine = options['any-machine']

const folder = mkdtempSync(join(tmpdir(), 'billfold-bench-'))
let postgres: Promise<BenchPostgres> | undefined
const context: Context = {
  plan: options.quick ? quickPlan : fullPlan,
  quick: options.quick,
  folder,
  postgres: () => (postgres ??= openPostgres(folder)),
  progress: (line) => console.error(`  … ${line}`),
}

let cleaned: Promise<void> | undefined
const cleanUp = () => (cleaned ??= removeAll())
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => cleanUp().finally(() => process.exit(1)))
}

const quickMark = 'QUICK: rounds too short to be believed, for trying out only'
const outcomes: Outcome[] = []
const broken: string[] = []
try {
  console.log(machine())
  if (options.quick) console.log(quickMark)
  for (const bench of chosen) {
    console.log(`\n${bench.name}\n${bench.method.map((line) => `  ${line}`).join('\n')}`)
    try {
      for (const outcome of await bench.run(context)) {
        outcomes.push(outcome)
        console.log(`\n${outcomeText(outcome, anyMachine)}`)
      }
    } catch (error) {
      broken.push(bench.name)
      console.error(`\n*** ${bench.name} could not be run: ***`, error)
    }
  }
  console.log(`\n${await machineWithPostgres()}`)
  if (options.quick) console.log(quickMark)
  await writeResults()
} finally {
  await cleanUp()
}
const verdicts = outcomes.flatMap((outcome) => outcome.findings.map((each) => verdictOf(each, outcome, anyMachine)))
process.exitCode = broken.length > 0 || verdicts.includes('SHORT') || verdicts.includes('VOID') ? 1 : 0

async function removeAll(): Promise<void> {
  await (await postgres)?.stop()
  rmSync(folder, { recursive: true, force: true })
}

function machine(): string {
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${memoryGb} GB, Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`
}

async function machineWithPostgres(): Promise<string> {
  return postgres === undefined ? machine() : `${machine()}, ${(await postgres).description}`
}

async function writeResults(): Promise<void> {
  if (options.json === undefined) return
  const results: Results = { machine: await machineWithPostgres(), quick: options.quick, anyMachine, outcomes }
  writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`)
}
