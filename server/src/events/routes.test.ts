import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useApiKeys } from '../accounts/authorize.ts'
import { openTestStudio, type TestStudio, testBaseUrl } from '../campaigns/testing.ts'
import { eventTypes } from '../log/event-types.ts'
import { numberBatch } from '../log/number-batch.ts'
import { type LogWatch, watchLogs } from '../log/watch.ts'
import { passVersions } from '../passes/versions.ts'
import { type App, openHttp } from '../platform/http.ts'
import { eventRoutes } from './routes.ts'

let studio: TestStudio
let app: App
let logWatch: LogWatch
let campaignId: string
let admin: string
beforeAll(async () => {
  studio = await openTestStudio()
  const { apiKeys, logger, makeKey, database, clock, url } = studio.accounts
  app = openHttp({ logger, docsUrl: `${testBaseUrl}/docs`, trustProxy: false })
  useApiKeys(app, apiKeys)
  logWatch = watchLogs({ connectionString: url, logger })
  eventRoutes(app, { db: database.db, logWatch, baseUrl: testBaseUrl })
  admin = (await makeKey()).authorization
  campaignId = await studio.publish(studio.fitSource())
  for (const contactId of ['ada', 'grace'])
    await studio.open(await studio.link({ campaignId, contactId, contact: { firstName: 'Secret' } }))
  while ((await numberBatch({ database, clock, versions: passVersions }, studio.customerId)) !== 'done');
})
afterAll(async () => {
  await app.close()
  await logWatch.stop()
  await studio.close()
})

const get = async (query = '', authorization = admin) =>
  app.inject({ url: `/api/events${query}`, headers: { authorization } })

describe('GET /api/events', () => {
  it('follows everything in its order, page by page, and says when there is no more', async () => {
    const all = (await get('?limit=1000')).json()
    expect(all.next).toBeNull()
    expect(all.items.map((event: { number: number }) => event.number)).toEqual(
      all.items.map((_: unknown, index: number) => index + 1),
    )
    const paged = []
    for (let after: number | null = 0; after !== null; ) {
      const page: { items: object[]; next: number | null } = (await get(`?limit=2&after=${after}`)).json()
      paged.push(...page.items)
      after = page.next
    }
    expect(paged).toEqual(all.items)
    expect((await get(`?after=${all.items.at(-1).number}`)).json()).toEqual({ items: [], next: null })
  })

  it('finds those of a pass, and those of a type', async () => {
    const { items } = (await get('?type=opened')).json()
    expect(items).toHaveLength(2)
    const ofPass = (await get(`?passId=${items[0].passId}`)).json().items
    expect(ofPass.map((event: { type: string }) => event.type)).toEqual(['created', 'opened'])
  })

  it('carries no personal data', async () => {
    expect((await get('?limit=1000')).body).not.toContain('Secret')
  })

  it('shows a limited key only the events of its campaigns', async () => {
    const limited = await studio.accounts.makeKey({ scopes: ['events:read'], campaignIds: [campaignId] })
    const other = await studio.accounts.makeKey({ scopes: ['events:read'], campaignIds: ['cam_other'] })
    const { items } = (await get('?limit=1000', limited.authorization)).json()
    expect(new Set(items.map((event: { campaignId: string }) => event.campaignId))).toEqual(new Set([campaignId]))
    expect((await get('', other.authorization)).json().items).toEqual([])
  })

  it('shows another customer nothing', async () => {
    const stranger = await studio.accounts.makeKey({ customerId: (await studio.accounts.newCustomer()).id })
    const { items } = (await get('?limit=1000', stranger.authorization)).json()
    expect(items.filter((event: { campaignId: string | null }) => event.campaignId !== null)).toEqual([])
  })

  it.each(['?after=-1', '?after=x', '?after=99999999999999999999', '?limit=1001', '?type=nothing', '?since=1'])(
    'refuses %s',
    async (query) => {
      const refused = await get(query)
      expect([refused.statusCode, refused.json().code]).toEqual([400, 'invalid_request'])
    },
  )

  it('needs the scope', async () => {
    const { authorization } = await studio.accounts.makeKey({ scopes: ['passes:read'] })
    expect((await get('', authorization)).statusCode).toBe(403)
    expect((await app.inject('/api/events')).statusCode).toBe(401)
  })
})

describe('GET /events/schemas/<type>.json', () => {
  it.each(Object.entries(eventTypes))('publishes the schema of %s to everybody', async (type, meaning) => {
    const answer = await app.inject(`/events/schemas/${type}.json`)
    expect(answer.headers['content-type']).toMatch(/^application\/schema\+json/)
    expect(answer.json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `${testBaseUrl}/events/schemas/${type}.json`,
      description: meaning,
      type: 'object',
    })
  })

  it('knows no other', async () => {
    const answer = await app.inject('/events/schemas/exploded.json')
    expect(answer.statusCode).toBe(404)
  })
})
