import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { appendEvents, type NewEvent } from '../../log/append.ts'
import { claimCursor, customersBehind } from '../../log/cursors.ts'
import { numberBatch } from '../../log/number-batch.ts'
import { readLog } from '../../log/read.ts'
import { campaign, customer, pass, seedSubjects } from '../../log/testing/seed.ts'
import { passVersions } from '../../passes/versions.ts'
import { type Database, openDatabase } from '../../platform/database.ts'
import type { Message } from './broker.ts'
import { batchSize, relayBatch, relayName } from './relay-batch.ts'

const at = new Date('2026-03-01T12:00:00.000Z')
const baseUrl = 'https://passes.example'

let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const { url, ...made } = await testDatabase()
  drop = made.drop
  database = openDatabase({ connectionString: url, maxConnections: 10 })
  await seedSubjects(database.db, { passes: 20, at })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const cursor = () =>
  database.db.transaction().execute((trx) => claimCursor(trx, { customerId: customer, name: relayName }))

async function happen(...events: Partial<NewEvent>[]): Promise<void> {
  const happening: NewEvent = { customerId: customer, campaignId: campaign, type: 'updated', at, visible: false }
  await database.db.transaction().execute((trx) =>
    appendEvents(
      trx,
      events.map((event) => ({ ...happening, ...event })),
    ),
  )
  await number()
}

async function number(): Promise<void> {
  while ((await numberBatch({ database, clock: { now: () => at }, versions: passVersions }, customer)) !== 'done');
}

/** Relays to a broker that does with each message what the test says. */
const relay = (publish: (message: Message) => Promise<void>) =>
  relayBatch({ db: database.db, broker: { publish }, baseUrl }, customer)

describe('relaying a batch', () => {
  beforeEach(async () => {
    while ((await relay(async () => {})).state === 'more');
  })

  it('sends each event as CloudEvents 1.0 in structured mode, on the subject of its customer and type', async () => {
    await happen({ type: 'download', passId: pass(3), data: { wallet: 'apple', first: true } })
    const messages: Message[] = []
    await relay(async (message) => void messages.push(message))
    const [event] = (await readLog(database.db, customer, { after: 0, limit: 1000 })).slice(-1)
    expect(messages.map(({ payload, ...rest }) => ({ ...rest, payload: JSON.parse(payload) }))).toEqual([
      {
        id: event!.id,
        subject: 'wallet-passes.cus_log.download',
        contentType: 'application/cloudevents+json',
        payload: {
          specversion: '1.0',
          id: event!.id,
          source: 'https://passes.example',
          type: 'download',
          subject: pass(3),
          time: '2026-03-01T12:00:00.000Z',
          sequence: String(event!.number).padStart(16, '0'),
          customerid: customer,
          campaignid: campaign,
          datacontenttype: 'application/json',
          dataschema: 'https://passes.example/events/schemas/download.json',
          data: { wallet: 'apple', first: true },
        },
      },
    ])
  })

  it('names as subject the campaign where an event is about no pass, and none where it is about neither', async () => {
    await happen({ type: 'campaign.archived' })
    const row = { customerId: customer, type: 'key.created', at, visible: false } as const
    await database.db.transaction().execute((trx) => appendEvents(trx, [row]))
    await number()
    const events: Record<string, unknown>[] = []
    await relay(async ({ payload }) => void events.push(JSON.parse(payload)))
    expect(events.map(({ subject, campaignid }) => ({ subject, campaignid }))).toEqual([
      { subject: campaign, campaignid: campaign },
      { subject: undefined, campaignid: undefined },
    ])
  })

  it('leaves the cursor where it was until the broker acknowledges', async () => {
    const before = await cursor()
    await happen({ passId: pass(1) })
    const { promise: sent, resolve: send } = Promise.withResolvers<void>()
    const { promise: acknowledgement, resolve: acknowledge } = Promise.withResolvers<void>()
    const relaying = relay(() => {
      send()
      return acknowledgement
    })
    await sent
    const rows = await database.db.selectFrom('log_cursors').select('number').execute()
    expect(rows).toEqual([{ number: before }])
    acknowledge()
    expect(await relaying).toEqual({ state: 'done' })
    expect(await cursor()).toBe(before! + 1)
  })

  it('goes back to the first that was not acknowledged, with the same id', async () => {
    const before = await cursor()
    await happen({ passId: pass(1) }, { passId: pass(2) }, { passId: pass(3) })
    const lost = new Error('lost')
    const first: string[] = []
    const outcome = await relay(async ({ id }) => {
      first.push(id)
      if (first.length === 2) throw lost
    })
    expect(outcome).toEqual({ state: 'failed', error: lost })
    expect(await cursor()).toBe(before! + 1)
    const again: string[] = []
    await relay(async ({ id }) => void again.push(id))
    expect(again).toEqual(first.slice(1))
  })

  it('leaves a customer alone whom another process relays', async () => {
    await happen({ passId: pass(1) })
    await database.db.transaction().execute(async (trx) => {
      await claimCursor(trx, { customerId: customer, name: relayName })
      expect(await relay(() => expect.unreachable())).toEqual({ state: 'held' })
    })
  })

  it('takes a full batch at a time, and is behind until it has them all', async () => {
    await happen(...Array.from({ length: batchSize + 1 }, (_, n) => ({ passId: pass(n % 20) })))
    expect(await relay(async () => {})).toEqual({ state: 'more' })
    expect(await customersBehind(database.db, relayName)).toEqual([customer])
    expect(await relay(async () => {})).toEqual({ state: 'done' })
    expect(await customersBehind(database.db, relayName)).toEqual([])
  })

  it('is not behind for ever when numbers were skipped, as a restore skips them', async () => {
    const skipped = 2 ** 40
    await database.db.updateTable('log_counters').set({ last_number: skipped }).execute()
    expect(await customersBehind(database.db, relayName)).toEqual([customer])
    await relay(() => expect.unreachable())
    expect(await customersBehind(database.db, relayName)).toEqual([])
    await happen({ passId: pass(1) })
    const sequences: string[] = []
    await relay(async ({ payload }) => void sequences.push(JSON.parse(payload).sequence))
    expect(sequences).toEqual(['0001099511627777'])
  })

  it('keeps each pass in order through a broker that loses messages and acknowledgements', async () => {
    const count = 300
    await happen(...Array.from({ length: count }, (_, n) => ({ passId: pass(n % 7), data: { n } })))
    const kept = new Map<string, { subject: string; n: number }>()
    const loses = (part: number) => Math.random() < part
    for (let state = ''; state !== 'done'; ) {
      const outcome = await relay(async ({ id, payload }) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 3))
        if (loses(0.05)) throw new Error('the message is lost')
        const { subject, data } = JSON.parse(payload)
        if (!kept.has(id)) kept.set(id, { subject, n: data.n })
        if (loses(0.05)) throw new Error('the acknowledgement is lost')
      })
      state = outcome.state
    }
    expect(kept.size).toBe(count)
    for (let index = 0; index < 7; index++) {
      const own = [...kept.values()].filter(({ subject }) => subject === pass(index)).map(({ n }) => n)
      expect(own).toEqual(own.toSorted((a, b) => a - b))
    }
  })
})
