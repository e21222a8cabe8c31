import pg from 'pg'
import { transact } from '../server/dist/log/transact.js'
import { startBillfold } from '../server/dist/main.js'
import { changeTokens } from '../server/dist/passes/change-tokens.js'
import type { Core } from '../server/dist/passes/core.js'
import { lockPass } from '../server/dist/passes/pass.js'
import type { Bench } from './context.ts'
import { compare, type Finding } from './harness.ts'
import { configOf, type Home, install } from './installation.ts'
import { keepInFlight, type Sample, withCpu } from './measure.ts'
import { median } from './numbers.ts'
import { findPgbench, runPgbench } from './pgbench.ts'
import { passIdOf, seedPasses } from './seed.ts'

const writers = 16
const passes = 20_000

export const changes: Bench = {
  name: 'changes',
  method: [
    `A token of one of ${passes} passes changes: its row is locked and updated, an event inserted. ${writers} writers.`,
    `Reference: pgbench -c ${writers} -j 2 -M prepared with the same select, update and insert; nobody numbers the events.`,
    'Billfold: the functions behind PATCH /api/passes/:id, the sequencer numbering in the same process; the time ends',
    'when every event has its number. Each works on its own copy of the same database, in the same PostgreSQL.',
  ],
  async run(context) {
    const pgbench = findPgbench()
    const postgres = await context.postgres()
    const { billfold: setUp, home, place } = await install(context, 'changes')
    context.progress(`making ${passes} passes`)
    await seedPasses(setUp.core, home, passes)
    await setUp.stop()
    const referenceUrl = await postgres.create('changes_reference', 'changes')
    const { core, stop } = await startBillfold(configOf(place))
    const lags: Lag[] = []
    try {
      context.progress('measuring')
      const outcome = await compare(
        {
          title: 'change transactions',
          operation: 'changes',
          reference: {
            name: `pgbench, ${writers} clients`,
            expectedPerSecond: 3000,
            async measure({ durationMs }) {
              await truncateEvents(referenceUrl)
              await postgres.settle()
              return runPgbench({ pgbench, url: referenceUrl, clients: writers, durationMs, home, passes })
            },
          },
          subject: {
            name: `Billfold, ${writers} writers, and the sequencer`,
            async measure({ durationMs }) {
              await postgres.settle()
              const { sample, lag } = await changeFor(durationMs, core, home)
              lags.push(lag)
              return sample
            },
          },
          toReach: 0.7,
        },
        context.plan,
      )
      const [_warmUp, ...measured] = lags
      return [{ ...outcome, findings: [...outcome.findings, ...lagFindings(measured)] }]
    } finally {
      await stop()
    }
  },
}

/** What the sequencer had not numbered when the last writer was done. */
interface Lag {
  readonly events: number
  readonly elapsedMs: number
}

let points = 0

async function changeFor(durationMs: number, core: Core, home: Home): Promise<{ sample: Sample; lag: Lag }> {
  let lag: Lag = { events: 0, elapsedMs: 0 }
  const sample = await withCpu(async () => {
    const { count, elapsedMs } = await keepInFlight(writers, durationMs, () => change(core, home))
    const start = performance.now()
    const events = await eventsWaiting(core)
    while ((await eventsWaiting(core)) > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    lag = { events, elapsedMs: performance.now() - start }
    return { count, elapsedMs: elapsedMs + lag.elapsedMs }
  })
  return { sample, lag }
}

/** What PATCH /api/passes/:id does once it knows that the request is valid. */
function change(core: Core, { customerId }: Home): Promise<unknown> {
  const id = passIdOf(1 + Math.floor(Math.random() * passes))
  return transact(core, customerId, async (trx) => {
    const pass = await lockPass(trx, core.keys, customerId, { id })
    if (!pass) throw new Error(`There is no pass ${id}.`)
    return changeTokens(core, trx, pass, { 'voucher.points': ++points }, { kind: 'api' }, core.clock.now())
  })
}

async function eventsWaiting({ database }: Core): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>('select count(*) from log_unnumbered')
  return rows[0]?.count ?? 0
}

const lagFindings = (lags: readonly Lag[]): Finding[] => [
  {
    what: 'waiting for numbers when the writers stopped',
    value: median(lags.map(({ events }) => events)),
    unit: 'events',
  },
  { what: 'until they had them, counted above', value: median(lags.map(({ elapsedMs }) => elapsedMs)), unit: 'ms' },
]

/** Nobody numbers the reference's events: without this each round would find more of them than the one before. */
async function truncateEvents(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('truncate log_unnumbered')
  await client.end()
}
