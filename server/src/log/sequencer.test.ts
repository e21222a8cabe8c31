import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { passVersions } from '../passes/versions.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { openLogger } from '../platform/logger.ts'
import { appendEvents, type NewEvent } from './append.ts'
import { numberBatch } from './number-batch.ts'
import { readLog } from './read.ts'
import { type Sequencer, startSequencer } from './sequencer.ts'
import { campaign, customer, pass, seedSubjects } from './testing/seed.ts'

const now = new Date('2026-03-01T12:00:00.700Z')
const clock = { now: () => now }
const logger = openLogger('silent')
const options = () => ({ database, clock, versions: passVersions, logger })

let database: Database
let drop: () => Promise<void>
let url: string
beforeAll(async () => {
  ;({ url, drop } = await testDatabase())
  database = openDatabase({ connectionString: url, maxConnections: 60 })
  await seedSubjects(database.db, { passes: 60, at: new Date('2026-03-01T11:00:00Z') })
})
afterAll(async () => {
  await database.close()
  await drop()
})

const happening = (more: Partial<NewEvent> = {}): NewEvent => ({
  customerId: customer,
  passId: pass(0),
  campaignId: campaign,
  type: 'updated',
  at: now,
  visible: true,
  ...more,
})
const append = (...events: NewEvent[]) => database.db.transaction().execute((trx) => appendEvents(trx, events))
const lastNumber = async () =>
  (
    await database.db
      .selectFrom('log_counters')
      .select('last_number')
      .where('customer_id', '=', customer)
      .executeTakeFirstOrThrow()
  ).last_number
const passRow = (index: number) =>
  database.db
    .selectFrom('passes')
    .select(['version', 'modified_at'])
    .where('id', '=', pass(index))
    .executeTakeFirstOrThrow()
const campaignRow = () =>
  database.db
    .selectFrom('campaigns')
    .select(['version', 'modified_at'])
    .where('id', '=', campaign)
    .executeTakeFirstOrThrow()

describe('numbering a batch', () => {
  it('gives committed events the next numbers in their order, and versions what they change', async () => {
    const before = await lastNumber()
    await append(happening({ data: { n: 1 } }), happening({ data: { n: 2 } }))
    expect(await numberBatch(options(), customer)).toBe('done')
    const events = await readLog(database.db, customer, { after: before, limit: 10 })
    expect(events.map((event) => [event.number, event.data])).toEqual([
      [before + 1, { n: 1 }],
      [before + 2, { n: 2 }],
    ])
    expect((await passRow(0)).version).toBe(before + 2)
  })

  it('leaves versions alone when nothing visible happened', async () => {
    const { version, modified_at } = await passRow(1)
    await append(happening({ passId: pass(1), type: 'opened', visible: false }))
    await numberBatch(options(), customer)
    expect(await passRow(1)).toEqual({ version, modified_at })
  })

  it('stamps whole seconds, each greater than the one before, also within one second', async () => {
    await append(happening({ passId: pass(2) }))
    await numberBatch(options(), customer)
    const first = (await passRow(2)).modified_at
    expect(first.getUTCMilliseconds()).toBe(0)
    await append(happening({ passId: pass(2) }))
    await numberBatch(options(), customer)
    expect((await passRow(2)).modified_at.getTime()).toBe(first.getTime() + 1000)
  })

  it('stamps a campaign after every pass, and a pass after its campaign', async () => {
    await append(happening({ passId: pass(3) }))
    await numberBatch(options(), customer)
    const ofPass = (await passRow(3)).modified_at
    await append({ customerId: customer, campaignId: campaign, type: 'campaign.published', at: now, visible: true })
    await numberBatch(options(), customer)
    const ofCampaign = (await campaignRow()).modified_at
    expect(ofCampaign.getTime()).toBeGreaterThan(ofPass.getTime())
    await append(happening({ passId: pass(3) }))
    await numberBatch(options(), customer)
    expect((await passRow(3)).modified_at.getTime()).toBeGreaterThan(ofCampaign.getTime())
  })

  it('waits with all events of a pass that a transaction holds, and numbers the others', async () => {
    await append(
      happening({ passId: pass(4), data: { held: 1 } }),
      happening({ passId: pass(5) }),
      happening({ passId: pass(4), data: { held: 2 } }),
    )
    const holder = database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('passes').select('id').where('id', '=', pass(4)).forNoKeyUpdate().execute()
      expect(await numberBatch(options(), customer)).toBe('held')
    })
    await holder
    expect((await passRow(5)).version).toBeGreaterThan(0)
    expect((await passRow(4)).version).toBe(0)
    expect(await numberBatch(options(), customer)).toBe('done')
    const held = await readLog(database.db, customer, { after: 0, limit: 100, passId: pass(4) })
    expect(held.map((event) => event.data)).toEqual([{ held: 1 }, { held: 2 }])
  })

  it('a thousand events of a pass in other hands do not keep the others waiting', async () => {
    await append(
      ...Array.from({ length: 1000 }, () => happening({ passId: pass(6), visible: false })),
      happening({ passId: pass(7) }),
    )
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('passes').select('id').where('id', '=', pass(6)).forNoKeyUpdate().execute()
      expect(await numberBatch(options(), customer)).toBe('held')
    })
    expect((await passRow(7)).version).toBeGreaterThan(0)
    while ((await numberBatch(options(), customer)) !== 'done');
    expect(await readLog(database.db, customer, { after: 0, limit: 2000, passId: pass(6) })).toHaveLength(1000)
  })

  it('a pass that is let go between two looks keeps its order: its later events do not go first', async () => {
    const held = Array.from({ length: 1000 }, (_, n) => happening({ passId: pass(8), visible: false, data: { n } }))
    await append(...held, happening({ passId: pass(8), data: { n: 1000 } }), happening({ passId: pass(9) }))
    let looks = 0
    const letGoAfterFirstLook = {
      ...passVersions,
      lockPasses: async (...args: Parameters<typeof passVersions.lockPasses>) =>
        looks++ === 0 ? new Set<string>() : passVersions.lockPasses(...args),
    }
    await numberBatch({ ...options(), versions: letGoAfterFirstLook }, customer)
    expect((await passRow(9)).version).toBeGreaterThan(0)
    while ((await numberBatch(options(), customer)) !== 'done');
    const events = await readLog(database.db, customer, { after: 0, limit: 2000, passId: pass(8) })
    expect(events.map((event) => (event.data as { n: number }).n)).toEqual(Array.from({ length: 1001 }, (_, n) => n))
  })

  it('leaves a customer alone whom another process numbers', async () => {
    await append(happening())
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('log_counters').selectAll().where('customer_id', '=', customer).forUpdate().execute()
      expect(await numberBatch(options(), customer)).toBe('held')
    })
    expect(await numberBatch(options(), customer)).toBe('done')
  })

  it('chains the hashes of audit entries, so that a change of one breaks all that follow', async () => {
    const audit = () => append({ customerId: customer, type: 'key.created', at: now, visible: false, audit: true })
    await audit()
    await numberBatch(options(), customer)
    await audit()
    await numberBatch(options(), customer)
    const rows = await database.db
      .selectFrom('log')
      .select('audit_hash')
      .where('type', '=', 'key.created')
      .orderBy('number')
      .execute()
    expect(rows.map((row) => row.audit_hash?.length)).toEqual([32, 32])
    const counter = await database.db.selectFrom('log_counters').select('audit_hash').executeTakeFirstOrThrow()
    expect(rows.at(-1)?.audit_hash).toEqual(counter.audit_hash)
  })
})

describe('the sequencer', () => {
  let sequencer: Sequencer
  afterEach(() => sequencer.stop())

  it('numbers what nobody woke it for', async () => {
    const before = await lastNumber()
    sequencer = startSequencer(options())
    await append(happening({ visible: false }))
    await expect.poll(lastNumber).toBe(before + 1)
  })

  it('numbers nothing of a transaction that rolled back, and leaves no gap', async () => {
    sequencer = startSequencer(options())
    await sequencer.drain()
    const before = await lastNumber()
    await expect(
      database.db.transaction().execute(async (trx) => {
        await appendEvents(trx, [happening()])
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await append(happening({ visible: false }))
    await sequencer.drain()
    expect((await readLog(database.db, customer, { after: before, limit: 10 })).map((event) => event.number)).toEqual([
      before + 1,
    ])
  })
})

describe('fifty writers with random delays before commit, three processes that number', () => {
  it('a reader who always asks from its last number sees every event, in each pass in its order', async () => {
    const start = await lastNumber()
    const workers = [1, 2, 3].map(() =>
      fork(new URL('./testing/sequencer-process.ts', import.meta.url), [url], { execArgv: [] }),
    )
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    const rounds = 8
    let writing = true
    const seen: { number: number; passId: string | null; data: { n?: number } }[] = []
    const reader = (async () => {
      let after = start
      for (;;) {
        const more = writing
        const page = await readLog(database.db, customer, { after, limit: 7 })
        seen.push(...(page as typeof seen))
        const last = page.at(-1)
        if (last) after = last.number
        else if (
          !more &&
          (await waiting()) === 0 &&
          (await readLog(database.db, customer, { after, limit: 1 })).length === 0
        )
          return
      }
    })()
    await Promise.all(Array.from({ length: 50 }, (_, writer) => writeRounds(writer, rounds)))
    writing = false
    await reader
    for (const worker of workers) worker.kill('SIGKILL')
    expect(seen).toHaveLength(50 * rounds)
    expect(seen.map((event) => event.number)).toEqual(seen.map((_, index) => start + 1 + index))
    for (let writer = 0; writer < 50; writer++) {
      const own = seen.filter((event) => event.passId === pass(10 + writer)).map((event) => event.data.n)
      expect(own).toEqual(Array.from({ length: rounds }, (_, n) => n))
    }
  })

  const waiting = async () =>
    Number(
      (
        await database.db
          .selectFrom('log_unnumbered')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )

  async function writeRounds(writer: number, rounds: number): Promise<void> {
    for (let n = 0; n < rounds; n++) {
      await database.db.transaction().execute(async (trx) => {
        await trx
          .selectFrom('passes')
          .select('id')
          .where('id', '=', pass(10 + writer))
          .forNoKeyUpdate()
          .execute()
        await appendEvents(trx, [happening({ passId: pass(10 + writer), data: { n } })])
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
      })
    }
  }
})
