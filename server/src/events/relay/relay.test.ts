import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { type NatsServer, startNats } from '../../../test/nats.ts'
import { appendEvents, beginLog } from '../../log/append.ts'
import { numberBatch } from '../../log/number-batch.ts'
import { readLog } from '../../log/read.ts'
import { campaign, customer, pass, seedSubjects } from '../../log/testing/seed.ts'
import { watchLogs } from '../../log/watch.ts'
import { passVersions } from '../../passes/versions.ts'
import { type Database, openDatabase } from '../../platform/database.ts'
import { topic } from './broker.ts'
import { openNats } from './nats.ts'
import { startRelay } from './relay.ts'

const at = new Date('2026-03-01T12:00:00.000Z')
const passCount = 20
const patience = { timeout: 60_000 }

let nats: NatsServer
let folder: string
let database: Database
let url: string
const undo: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  const made = await testDatabase()
  url = made.url
  database = openDatabase({ connectionString: url, maxConnections: 10 })
  await seedSubjects(database.db, { passes: passCount, at })
  folder = await mkdtemp(join(tmpdir(), 'billfold-nats-'))
  nats = await startNats({ folder })
  undo.push(
    () => rm(folder, { recursive: true, force: true }),
    () => nats.kill(),
    made.drop,
    () => database.close(),
  )
})
afterEach(async () => {
  while (undo.length > 0) await undo.pop()?.()
})

/** What one process of an installation does: follow the log, and send what it says. */
function process(natsUrl = nats.url) {
  const own = openDatabase({ connectionString: url, maxConnections: 4 })
  const logged: { msg: string }[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const logWatch = watchLogs({ connectionString: url, logger })
  const broker = openNats({ url: natsUrl, logger })
  let published = 0
  const counting: typeof broker = {
    ...broker,
    publish(message) {
      published++
      return broker.publish(message)
    },
  }
  const relay = startRelay({ db: own.db, broker: counting, logWatch, logger, baseUrl: 'https://passes.example' })
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      await relay.stop()
      await logWatch.stop()
      await own.close()
    })()
    return stopped
  }
  undo.push(stop)
  return { stop, logged, published: () => published }
}

async function happen(count: number, customerId = customer): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    customerId,
    campaignId: campaign,
    ...(customerId === customer && { passId: pass(n % passCount) }),
    type: 'updated' as const,
    at,
    visible: false,
    data: { n },
  }))
  await database.db.transaction().execute((trx) => appendEvents(trx, events))
  while ((await numberBatch({ database, clock: { now: () => at }, versions: passVersions }, customerId)) !== 'done');
}

async function withNats<T>(use: (connection: NatsConnection) => Promise<T>): Promise<T> {
  const connection = await connect({ servers: nats.url })
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

interface Received {
  readonly subject: string
  readonly messageId: string | undefined
  readonly contentType: string | undefined
  readonly event: { id: string; subject: string; sequence: string }
}

/** Everything in the stream, as a consumer reads it. */
function received(): Promise<Received[]> {
  return withNats(async (connection) => {
    const manager = await jetstreamManager(connection)
    const info = await manager.streams.info(topic).catch(() => undefined)
    const count = info?.state.messages ?? 0
    if (count === 0) return []
    const consumer = await manager.jetstream().consumers.get(topic)
    const all: Received[] = []
    for await (const message of await consumer.fetch({ max_messages: count, expires: 10_000 })) {
      all.push({
        subject: message.subject,
        messageId: message.headers?.get('Nats-Msg-Id'),
        contentType: message.headers?.get('Content-Type'),
        event: message.json(),
      })
      if (all.length === count) break
    }
    return all
  })
}

const storedCount = () =>
  withNats(async (connection) => {
    const manager = await jetstreamManager(connection)
    return (await manager.streams.info(topic)).state.messages
  }).catch(() => 0)

async function expectAllInOrder(): Promise<void> {
  const events = await readLog(database.db, customer, { after: 0, limit: 100_000 })
  const messages = await received()
  expect(messages.map(({ event }) => event.id).toSorted()).toEqual(events.map(({ id }) => id).toSorted())
  for (let index = 0; index < passCount; index++) {
    const own = messages.filter(({ event }) => event.subject === pass(index)).map(({ event }) => event.sequence)
    expect(own).toEqual(own.toSorted())
  }
}

describe('events leave to NATS JetStream', () => {
  it('as soon as they are numbered: a stream with an hour’s duplicate window, the event’s id as message id', async () => {
    process()
    await happen(3)
    await expect.poll(storedCount, patience).toBe(3)
    const [first] = await received()
    expect(first).toMatchObject({ subject: `wallet-passes.${customer}.updated`, messageId: first!.event.id })
    expect(first!.contentType).toBe('application/cloudevents+json')
    const { config } = await withNats(async (connection) => (await jetstreamManager(connection)).streams.info(topic))
    expect(config).toMatchObject({ subjects: ['wallet-passes.>'], duplicate_window: nanos(3_600_000) })
  })

  it('once in the stream, however often they are sent', async () => {
    const first = process()
    await happen(50)
    await expect.poll(storedCount, patience).toBe(50)
    await first.stop()
    await database.db.updateTable('log_cursors').set({ number: 0 }).execute()
    const second = process()
    await expect.poll(second.published, patience).toBe(50)
    await second.stop()
    expect(await storedCount()).toBe(50)
  })

  it('each by one of two processes', async () => {
    const processes = [process(), process()]
    for (let round = 0; round < 20; round++) await happen(60)
    await expect.poll(storedCount, patience).toBe(1200)
    await Promise.all(processes.map(({ stop }) => stop()))
    expect(processes.reduce((sum, { published }) => sum + published(), 0)).toBe(1200)
    await expectAllInOrder()
  })

  it('all and in order per pass, though NATS is killed again and again meanwhile', async () => {
    process()
    for (let round = 0; round < 4; round++) {
      await happen(1500)
      await expect.poll(storedCount, patience).toBeGreaterThan(round * 1500)
      await nats.kill()
      await happen(100)
      nats = await startNats({ folder, port: nats.port })
    }
    await expect.poll(storedCount, patience).toBe(4 * 1600)
    await expectAllInOrder()
  })

  it('when NATS comes up after Billfold, which says once that it waits and once that it goes on', async () => {
    await nats.kill()
    const { logged } = process()
    await happen(5)
    await expect.poll(() => logged.map(({ msg }) => msg), patience).toContainEqual(expect.stringContaining('does not'))
    nats = await startNats({ folder, port: nats.port })
    await expect.poll(storedCount, patience).toBe(5)
    expect(logged.map(({ msg }) => msg)).toEqual([
      'NATS does not answer; events wait in the log, and it is tried again',
      'NATS answers again; events leave',
    ])
  })

  it('into a stream made anew, when somebody deletes it', async () => {
    process()
    await happen(2)
    await expect.poll(storedCount, patience).toBe(2)
    await withNats(async (connection) => (await jetstreamManager(connection)).streams.delete(topic))
    await happen(3)
    await expect.poll(storedCount, patience).toBe(3)
  })

  it('into the operator’s own stream as it is, with a warning if its duplicate window is short', async () => {
    const kept = { subjects: ['wallet-passes.*.*'], max_msgs: 1000, duplicate_window: nanos(60_000) }
    await withNats(async (connection) => (await jetstreamManager(connection)).streams.add({ name: topic, ...kept }))
    const { logged } = process()
    await happen(1)
    await expect.poll(storedCount, patience).toBe(1)
    const { config } = await withNats(async (connection) => (await jetstreamManager(connection)).streams.info(topic))
    const { subjects, max_msgs, duplicate_window } = config
    expect({ subjects, max_msgs, duplicate_window }).toEqual(kept)
    expect(logged).toContainEqual(
      expect.objectContaining({ duplicateWindowSeconds: 60, msg: expect.stringContaining('duplicate window') }),
    )
  })

  it('again and again, when the stream acknowledges nothing: the cursor waits, and the stream has each once', async () => {
    const silent = { name: topic, subjects: ['wallet-passes.>'], no_ack: true, duplicate_window: nanos(3_600_000) }
    await withNats(async (connection) => (await jetstreamManager(connection)).streams.add(silent))
    const { published } = process()
    await happen(3)
    await expect.poll(published, patience).toBeGreaterThan(3)
    expect(await database.db.selectFrom('log_cursors').select('number').where('number', '>', 0).execute()).toEqual([])
    expect(await storedCount()).toBe(3)
  })

  it('of one customer while those of another are refused', async () => {
    const refused = 'cus_refused'
    await database.db.insertInto('customers').values({ id: refused, name: 'Refused', created_at: at }).execute()
    await database.db.transaction().execute((trx) => beginLog(trx, refused))
    const narrow = { name: topic, subjects: [`wallet-passes.${customer}.>`] }
    await withNats(async (connection) => (await jetstreamManager(connection)).streams.add(narrow))
    const { logged } = process()
    await happen(1, refused)
    await expect.poll(() => logged.filter(({ msg }) => msg.includes('did not take')).length, patience).toBe(1)
    await happen(4)
    await expect.poll(storedCount, patience).toBe(4)
  })

  it('later, when the server stops while NATS is away', async () => {
    await nats.kill()
    const { stop } = process()
    await happen(1)
    await stop()
    nats = await startNats({ folder, port: nats.port })
    expect(await storedCount()).toBe(0)
    process()
    await expect.poll(storedCount, patience).toBe(1)
  })
})
