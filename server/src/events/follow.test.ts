import { once } from 'node:events'
import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { NewApiKey } from '../accounts/create-api-key.ts'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { appendEvents, type NewEvent } from '../log/append.ts'
import { numberBatch } from '../log/number-batch.ts'
import { lastNumberOf } from '../log/read.ts'
import { customer, pass, seedSubjects } from '../log/testing/seed.ts'
import { type LogWatch, watchLogs } from '../log/watch.ts'
import { passVersions } from '../passes/versions.ts'
import { eventRoutes } from './routes.ts'

const baseUrl = 'https://passes.example'

let accounts: TestAccounts
let logWatch: LogWatch
let port: number
beforeAll(async () => {
  accounts = await openTestAccounts()
  const { app, url, logger, database } = accounts
  await seedSubjects(database.db, { passes: 2, at: accounts.clock.now() })
  logWatch = watchLogs({ connectionString: url, logger })
  eventRoutes(app, { db: database.db, logWatch, baseUrl })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await accounts.close()
  await logWatch.stop()
})

const happening = (more: Partial<NewEvent> = {}): NewEvent => ({
  customerId: customer,
  campaignId: 'cam_1',
  type: 'opened',
  at: accounts.clock.now(),
  visible: false,
  ...more,
})

/** Writes events down and numbers them, as another process would. */
async function happen(...events: Partial<NewEvent>[]): Promise<void> {
  const { database, clock } = accounts
  await database.db.transaction().execute((trx) => appendEvents(trx, events.map(happening)))
  while ((await numberBatch({ database, clock, versions: passVersions }, customer)) !== 'done');
}
const last = () => lastNumberOf(accounts.database.db, customer)

/** A key of the customer, whose own event has its number. */
async function key(more: Partial<NewApiKey> = {}) {
  const made = await accounts.makeKey({ customerId: customer, scopes: ['events:read'], ...more })
  await happen()
  return made
}

const list = (query: string, authorization: string) =>
  accounts.app.inject({ method: 'GET', url: `/api/events?${query}`, headers: { authorization } })

describe('GET /api/events with waitSeconds', () => {
  it('answers at once when there is something', async () => {
    const { authorization } = await key()
    const after = await last()
    await happen({ data: { n: 1 } }, { data: { n: 2 } })
    const answer = await list(`after=${after}&limit=1&waitSeconds=30`, authorization)
    expect(answer.json()).toMatchObject({ items: [{ number: after + 1, data: { n: 1 } }], next: after + 1 })
  })

  it('waits for the next event, whoever numbers it', async () => {
    const { authorization } = await key()
    const after = await last()
    const waiting = list(`after=${after}&waitSeconds=30`, authorization)
    await happen({ data: { n: 3 } })
    expect((await waiting).json()).toMatchObject({ items: [{ number: after + 1, data: { n: 3 } }], next: null })
  })

  it('goes on waiting past events that were not asked for', async () => {
    const [whole, limited] = [await key(), await key({ campaignIds: ['cam_mine'] })]
    const after = await last()
    const waits = [
      list(`after=${after}&waitSeconds=30&type=voided`, whole.authorization),
      list(`after=${after}&waitSeconds=30&passId=${pass(0)}`, whole.authorization),
      list(`after=${after}&waitSeconds=30`, limited.authorization),
    ]
    await happen({ type: 'opened', passId: pass(1), campaignId: 'cam_other' })
    await happen({ type: 'voided', campaignId: 'cam_other' })
    await happen({ campaignId: 'cam_mine', data: { n: 5 } })
    await happen({ passId: pass(0), data: { n: 6 } })
    const seen = (await Promise.all(waits)).map((answer) => answer.json().items)
    expect(seen).toMatchObject([[{ type: 'voided' }], [{ passId: pass(0), data: { n: 6 } }], [{ data: { n: 5 } }]])
  })

  it('answers with nothing when the time is up', async () => {
    const { authorization } = await key()
    const answer = await list(`after=${await last()}&waitSeconds=1`, authorization)
    expect(answer.json()).toEqual({ items: [], next: null })
  })

  it.each(['-1', '31', '1.5', 'long'])('refuses to wait %s seconds', async (seconds) => {
    const answer = await list(`waitSeconds=${seconds}`, (await key()).authorization)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ path: '/querystring/waitSeconds' }])
  })
})

describe('GET /api/events/stream', () => {
  const open: ClientRequest[] = []
  afterEach(() => {
    for (const request of open.splice(0)) request.destroy()
  })

  async function answerOf(query: string, headers: Record<string, string>): Promise<IncomingMessage> {
    const request = get({ port, host: '127.0.0.1', path: `/api/events/stream?${query}`, headers })
    open.push(request)
    const [response] = await once(request, 'response')
    return response
  }

  /** A stream's events one by one, as a reader takes them. */
  async function stream(query: string, headers: Record<string, string>) {
    const response = await answerOf(query, headers)
    const lines = createInterface(response)[Symbol.asyncIterator]()
    return {
      response,
      async next(): Promise<{ number: number; data: unknown; type: string } | undefined> {
        for (;;) {
          const { value, done } = await lines.next()
          if (done) return undefined
          if (value.startsWith('data: ')) return JSON.parse(value.slice('data: '.length))
        }
      },
    }
  }

  it('tells what there is and then each event as it happens', async () => {
    const { authorization } = await key()
    const after = await last()
    await happen({ data: { n: 1 } })
    const { response, next } = await stream(`after=${after}`, { authorization })
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(await next()).toMatchObject({ number: after + 1, data: { n: 1 } })
    await happen({ data: { n: 2 } })
    expect(await next()).toMatchObject({ number: after + 2, data: { n: 2 } })
  })

  it('goes on where a reader lost it: Last-Event-ID comes before `after`', async () => {
    const { authorization } = await key()
    const after = await last()
    await happen({ data: { n: 1 } }, { data: { n: 2 } })
    const { next } = await stream(`after=${after}`, { authorization, 'last-event-id': String(after + 1) })
    expect(await next()).toMatchObject({ data: { n: 2 } })
  })

  it('misses nothing of many events that come while it reads', async () => {
    const { authorization } = await key()
    const after = await last()
    const { next } = await stream(`after=${after}`, { authorization })
    const count = 1200
    const happened = (async () => {
      for (let n = 0; n < count; n += 100) await happen(...Array.from({ length: 100 }, () => ({})))
    })()
    for (let n = 1; n <= count; n++) expect((await next())?.number).toBe(after + n)
    await happened
  })

  it('keeps to the campaigns of the key, and to the type asked for', async () => {
    const { authorization } = await key({ campaignIds: ['cam_mine'] })
    const after = await last()
    const { next } = await stream(`after=${after}&type=voided`, { authorization })
    await happen({ campaignId: 'cam_other', type: 'voided' }, { campaignId: 'cam_mine' })
    await happen({ campaignId: 'cam_mine', type: 'voided', data: { mine: true } })
    expect(await next()).toMatchObject({ type: 'voided', data: { mine: true } })
  })

  it('ends when the key is revoked', async () => {
    const { authorization, id } = await key()
    const { next } = await stream(`after=${await last()}`, { authorization })
    accounts.apiKeys.noteRevoked(id, accounts.clock.now())
    await happen({ type: 'key.revoked', data: { keyId: id } })
    expect(await next()).toBeUndefined()
  })

  it('is refused without a key, and to one without the scope', async () => {
    expect((await answerOf('', {})).statusCode).toBe(401)
    const { authorization } = await key({ scopes: ['passes:read'] })
    expect((await answerOf('', { authorization })).statusCode).toBe(403)
  })

  it.each([
    ['query', 'after=yesterday', {}, '/querystring/after'],
    ['type', 'type=exploded', {}, '/querystring/type'],
    ['Last-Event-ID', '', { 'last-event-id': 'seven' }, '/headers/last-event-id'],
  ])('names a %s that is wrong', async (_, query, headers, path) => {
    const { authorization } = await key()
    const answer = await accounts.app.inject({
      method: 'GET',
      url: `/api/events/stream?${query}`,
      headers: { authorization, ...(headers as Record<string, string>) },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ path }])
  })
})

it('a server that is told to stop sends away who waits and ends the streams', async () => {
  const own = await openTestAccounts()
  const watch = watchLogs({ connectionString: own.url, logger: own.logger })
  eventRoutes(own.app, { db: own.database.db, logWatch: watch, baseUrl })
  const address = await own.app.listen({ port: 0, host: '127.0.0.1' })
  const { authorization } = await own.makeKey()
  const headers = { authorization, connection: 'close' }
  const stream = await fetch(`${address}/api/events/stream`, { headers })
  const reader = stream.body!.getReader()
  await reader.read()
  const poll = fetch(`${address}/api/events?after=1000&waitSeconds=30`, { headers })
  await once(own.app.server, 'connection')
  await own.close()
  while (!(await reader.read()).done);
  await poll.then((answer) => answer.json()).catch(() => {})
  await watch.stop()
})
