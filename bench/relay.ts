import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { sql } from 'kysely'
import { topic } from '../server/dist/events/relay/broker.js'
import { cloudEventOf } from '../server/dist/events/relay/cloud-event.js'
import { openNats } from '../server/dist/events/relay/nats.js'
import { batchSize, relayBatch } from '../server/dist/events/relay/relay-batch.js'
import type { Core } from '../server/dist/passes/core.js'
import { openLogger } from '../server/dist/platform/logger.js'
import { startNats } from '../server/test/nats.ts'
import type { Bench } from './context.ts'
import { compare } from './harness.ts'
import { type Home, install } from './installation.ts'
import { type Count, withCpu } from './measure.ts'
import { passIdOf } from './seed.ts'

const events = 40_000
const passes = 20_000
const baseUrl = 'https://passes.example.com'

export const relay: Bench = {
  name: 'relay',
  method: [
    `${events} events of ${passes} passes leave to NATS JetStream, which keeps them in a file; ${batchSize} at once on their way.`,
    'Reference: publish() of the NATS client in a loop, each with a text of that length and an id, until all are acknowledged.',
    'Billfold: from the log in PostgreSQL, in order per pass; the cursor moves when a batch is acknowledged.',
    'Each time into a stream that is made anew; both in this process, NATS in its own.',
  ],
  async run(context) {
    const { billfold, home } = await install(context, 'relay')
    const folder = join(context.folder, 'nats')
    mkdirSync(folder)
    const nats = await startNats({ folder })
    try {
      context.progress(`writing ${events} events`)
      await seedEvents(billfold.core, home)
      context.progress('measuring')
      const outcome = await compare(
        {
          title: 'relay events to NATS',
          operation: 'events',
          reference: {
            name: `the bare publisher, ${batchSize} at once`,
            measure: ({ share }) => publishBare(nats.url, Math.round(events * share)),
          },
          subject: {
            name: 'Billfold’s relay',
            measure: ({ share }) => relayEvents(nats.url, billfold.core, home, Math.round(events * share)),
          },
          toReach: 0.5,
        },
        context.plan,
      )
      return [outcome]
    } finally {
      await nats.kill()
      await billfold.stop()
    }
  },
}

/** Written as the sequencer leaves them, but not one by one. It may still be at what the setting-up has logged. */
async function seedEvents({ database }: Core, { customerId, campaignId }: Home): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ last: number }>`
      update log_counters set last_number = last_number + ${events} where customer_id = ${customerId}
      returning last_number as last`.execute(trx)
    const first = (rows[0]?.last ?? 0) - events
    await sql`
      insert into log (customer_id, number, id, type, pass_id, campaign_id, at, visible, data)
      select ${customerId}, ${first}::bigint + n, 'evt_' || lpad(n::text, 26, '0'), 'updated',
        'pas_' || lpad((1 + n % ${passes}::int)::text, 26, '0'), ${campaignId}, now(), true,
        jsonb_build_object('reason', 'tokens', 'tokens', jsonb_build_object('voucher.points', n), 'source', 'api')
      from generate_series(1, ${events}::int) n`.execute(trx)
  })
  await database.pool.query('vacuum analyze log')
}

/** A publisher that knows no log. */
async function publishBare(url: string, count: number) {
  await deleteStream(url)
  const broker = openNats({ url, logger: openLogger('silent') })
  await broker.connected()
  await broker.close()
  const connection = await connect({ servers: url, noAsyncTraces: true })
  const client = jetstream(connection)
  const round = Date.now()
  const subject = `${topic}.cus_06ej9z3k2wq8v5x1t7r4y0abcd.updated`
  const payload = JSON.stringify(sample())
  const measured = await withCpu(async (): Promise<Count> => {
    const start = performance.now()
    let next = 0
    const worker = async () => {
      while (next < count) await client.publish(subject, payload, { msgID: `${round}-${next++}` })
    }
    await Promise.all(Array.from({ length: batchSize }, worker))
    return { count, elapsedMs: performance.now() - start }
  })
  await connection.close()
  await expectStored(url, count)
  return measured
}

/** From the log's end backwards, so that a shorter round relays fewer events. */
async function relayEvents(url: string, { database }: Core, { customerId }: Home, count: number) {
  await deleteStream(url)
  await database.pool.query(
    `insert into log_cursors (customer_id, name, number)
      select $1, 'nats', last_number - $2::int from log_counters where customer_id = $1
      on conflict (customer_id, name) do update set number = excluded.number`,
    [customerId, count],
  )
  const broker = openNats({ url, logger: openLogger('silent') })
  await broker.connected()
  const measured = await withCpu(async (): Promise<Count> => {
    const start = performance.now()
    for (let state = 'more'; state === 'more'; ) {
      const outcome = await relayBatch({ db: database.db, broker, baseUrl }, customerId)
      if (outcome.state === 'failed') throw outcome.error
      state = outcome.state
    }
    return { count, elapsedMs: performance.now() - start }
  })
  await broker.close()
  await expectStored(url, count)
  return measured
}

async function expectStored(url: string, count: number): Promise<void> {
  const connection = await connect({ servers: url })
  const { state } = await (await jetstreamManager(connection)).streams.info(topic)
  await connection.close()
  if (state.messages !== count) throw new Error(`${count} events left, but ${state.messages} arrived.`)
}

async function deleteStream(url: string): Promise<void> {
  const connection = await connect({ servers: url })
  const { streams } = await jetstreamManager(connection)
  await streams.delete(topic).catch(() => {})
  await connection.close()
}

/** An event as long as those in the log. */
function sample() {
  const event = {
    number: events,
    id: `evt_${passIdOf(events).slice(4)}`,
    type: 'updated',
    passId: passIdOf(passes),
    campaignId: 'cam_06ej9z3k2wq8v5x1t7r4y0abcd',
    at: new Date(),
    data: { reason: 'tokens', source: 'api', tokens: { 'voucher.points': events } },
  }
  return cloudEventOf(event, { baseUrl, customerId: 'cus_06ej9z3k2wq8v5x1t7r4y0abcd' })
}
