import { forgeries } from '@billfold/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import type { Pass } from '../../passes/pass.ts'
import { holdFreePort } from '../../platform/free-port.ts'
import { type App, openHttp } from '../../platform/http.ts'
import { openLogger } from '../../platform/logger.ts'
import { robotsRoute } from '../robots.ts'
import { sweepNonces } from './jobs.ts'
import { callbackRoutes } from './routes.ts'

let google: GoogleWorld
let app: App
let campaignId: string
beforeAll(async () => {
  const { port, release } = await holdFreePort('127.0.0.1')
  google = await openGoogleWorld({ baseUrl: `http://127.0.0.1:${port}` })
  app = openHttp({ logger: openLogger('silent'), docsUrl: 'https://passes.example/docs', trustProxy: false })
  app.addHook('preHandler', async ({ method, url, body }) => {
    if (method === 'POST') for (const heard of listening) heard.push({ url, payload: String(body) })
  })
  callbackRoutes(app, google.opened.callbacks)
  robotsRoute(app)
  await app.ready()
  await release()
  await app.listen({ port, host: '127.0.0.1' })
  campaignId = await google.publish()
})
afterAll(async () => {
  await app.close()
  await google.close()
})
beforeEach(() => {
  google.google.script({ kind: 'reset' })
  google.world.clock.advance(120_000)
  google.warnings.length = 0
})

const events = async (pass: Pass) =>
  (
    await google.world.database.pool.query(
      `select type, data from log_unnumbered where pass_id = $1 and type in ('download', 'delete') order by seq`,
      [pass.id],
    )
  ).rows
const attempts = () => google.google.callbacks().at(-1)!.attempts
const settled = () => google.google.settled()
const save = async (pass: Pass, account?: string) => {
  await google.save(pass, account)
  await settled()
}
const remove = async (pass: Pass) => {
  await google.remove(pass)
  await settled()
}

describe('a callback', () => {
  it('of a save is an installation, and the first one for good', async () => {
    const pass = await google.install(campaignId)
    await save(pass)
    expect(attempts()).toEqual([200])
    expect(await events(pass)).toEqual([{ type: 'download', data: { wallet: 'google', first: true } }])
    expect((await google.reload(pass)).firstInstalledAt).toEqual(google.world.clock.now())
    expect(await google.row(pass)).toMatchObject({ saved_at: google.world.clock.now(), check_at: null })
  })

  it('of a removal is one, and saving once more is another installation', async () => {
    const pass = await google.install(campaignId)
    await save(pass)
    google.world.clock.advance(1000)
    await remove(pass)
    google.world.clock.advance(1000)
    await save(pass)
    expect(await events(pass)).toEqual([
      { type: 'download', data: { wallet: 'google', first: true } },
      { type: 'delete', data: { wallet: 'google' } },
      { type: 'download', data: { wallet: 'google', first: false } },
    ])
  })

  it('that comes twice counts once, and is answered alike', async () => {
    const pass = await google.install(campaignId)
    google.google.script({ kind: 'callback', delivery: 'twice' })
    await save(pass)
    expect(attempts()).toEqual([200])
    expect(await events(pass)).toHaveLength(1)
  })

  it('that comes a hundred times at once counts once', async () => {
    const pass = await google.install(campaignId)
    const body = await heard(() => save(pass))
    await google.world.database.pool.query('delete from google_nonces')
    await google.world.database.pool.query('delete from log_unnumbered where pass_id = $1', [pass.id])
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(body.url, body.payload)))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(await events(pass)).toHaveLength(1)
  })

  it('of a pass that is none of ours is answered and let be', async () => {
    const pass = await google.install(campaignId)
    await google.world.database.pool.query('delete from google_objects where pass_id = $1', [pass.id])
    await save(pass)
    expect(attempts()).toEqual([200])
    expect(await events(pass)).toEqual([])
  })

  it('that the database cannot take in is asked for again', async () => {
    const pass = await google.install(campaignId)
    await google.world.database.pool.query('alter table google_nonces rename to gone')
    await save(pass)
    expect(attempts()).toEqual([500])
    await google.world.database.pool.query('alter table gone rename to google_nonces')
    expect(await events(pass)).toEqual([])
  })
})

describe('what is no callback of Google’s', () => {
  it.each(forgeries)('%s: is refused, and no event', async (forgery) => {
    const pass = await google.install(campaignId)
    google.google.script({ kind: 'callback', forgery })
    await save(pass)
    expect(attempts()).toEqual([403])
    expect(await events(pass)).toEqual([])
    expect((await google.reload(pass)).firstInstalledAt).toBeNull()
  })

  it('is refused before any work if its address is of nobody', async () => {
    const pass = await google.install(campaignId)
    const { url, payload } = await heard(() => save(pass))
    const [configuration, key, mac] = url.slice(url.lastIndexOf('/') + 1).split('.') as [string, string, string]
    const address = (token: string) => `/google/v1/callback/${token}`
    const wrong = [
      `${configuration}.${key}.${mac.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      `wal_other.${key}.${mac}`,
      `${configuration}.nokey.${mac}`,
      configuration,
    ]
    for (const token of wrong) expect((await post(address(token), payload)).statusCode).toBe(404)
    expect((await post(address(wrong[0]!), 'no json')).statusCode).toBe(404)
  })

  it.each([
    ['no JSON', 'no json'],
    ['JSON that is no callback', '{"a":1}'],
    ['nothing', ''],
  ])('is refused if it is %s', async (_, payload) => {
    const pass = await google.install(campaignId)
    const { url } = await heard(() => save(pass))
    const answer = await post(url, payload)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'callback_refused' })
  })

  it('is refused if it is too large to be one', async () => {
    const pass = await google.install(campaignId)
    const { url } = await heard(() => save(pass))
    expect((await post(url, JSON.stringify({ signature: 'A'.repeat(20_000) }))).statusCode).toBe(413)
  })

  it('is told once a minute in the log output, however many come', async () => {
    const pass = await google.install(campaignId)
    const { url } = await heard(() => save(pass))
    for (let count = 0; count < 20; count++) await post(url, '{}')
    expect(google.warnings).toHaveLength(1)
    google.world.clock.advance(61_000)
    await post(url, '{}')
    expect(google.warnings).toHaveLength(2)
  })
})

describe('keys and nonces', () => {
  it('under new root keys are taken as soon as those can be had', async () => {
    const pass = await google.install(campaignId)
    google.google.script({ kind: 'rotate-root-keys' })
    await save(pass)
    expect(attempts()).toEqual([200])
  })

  it('are remembered for 14 days', async () => {
    const pass = await google.install(campaignId)
    await save(pass)
    const { database, clock } = google.world
    const count = async () => (await database.pool.query('select 1 from google_nonces')).rowCount
    const before = await count()
    clock.advance(13 * 86_400_000)
    await sweepNonces(google.world.core)
    expect(await count()).toBe(before)
    clock.advance(86_400_001)
    await sweepNonces(google.world.core)
    expect(await count()).toBe(0)
  })
})

describe('/robots.txt', () => {
  it('lets Googlebot at callbacks, images and links, and nobody at the rest', async () => {
    const answer = await app.inject('/robots.txt')
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body).toContain('Allow: /google/v1/callback/')
    expect(answer.body).toContain('Disallow: /\n')
  })
})

const post = (url: string, payload: string) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })

/** The callback that something brings about. */
async function heard(work: () => Promise<void>): Promise<{ url: string; payload: string }> {
  const bodies: { url: string; payload: string }[] = []
  listening.add(bodies)
  await work()
  listening.delete(bodies)
  return bodies[0]!
}
const listening = new Set<{ url: string; payload: string }[]>()
