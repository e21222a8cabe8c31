import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAcceptedByOthers } from '../../packages/pkpass/src/testing/accepted-by-others.ts'
import { transact } from '../../server/src/log/transact.ts'
import { changeTokens } from '../../server/src/passes/change-tokens.ts'
import type { Core } from '../../server/src/passes/core.ts'
import { passQueues } from '../../server/src/passes/jobs.ts'
import { lockPass } from '../../server/src/passes/pass.ts'
import { openRevisions } from '../../server/src/passes/revisions.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { type Database, openDatabase } from '../../server/src/platform/database.ts'
import { openJobs } from '../../server/src/platform/jobs.ts'
import { openKeys } from '../../server/src/platform/keys.ts'
import { openLogger } from '../../server/src/platform/logger.ts'
import { type Card, cardOf, get, list, register } from './device.ts'
import { openPlace } from './place.ts'
import { apiOf, type Demo, type Server, startServer } from './servers.ts'

const phoneCount = 4
const writerCount = 50
const rounds = 5

describe('fifty concurrent writers with random delays before commit, three processes, phones that ask with their last tag', () => {
  let demo: Demo
  let servers: readonly Server<unknown>[]
  let database: Database
  let core: Core
  let end: () => Promise<void>
  beforeAll(async () => {
    const { databaseUrl: url, secret, dataDir, env, startDemo, remove } = await openPlace()
    const allowing = { ...env, BILLFOLD_ALLOW_TEST_WALLETS: 'true' }
    const first = await startDemo(allowing)
    demo = first.ready
    const others = await Promise.all([1, 2].map(() => startServer(['--port', '0', '--data', dataDir], allowing)))
    servers = [first, ...others]
    database = openDatabase({ connectionString: url, maxConnections: writerCount + 4 })
    const logger = openLogger('silent')
    const keys = await openKeys(database.db, secret, new Date())
    const jobs = await openJobs({ connectionString: url, logger, queues: passQueues })
    // The writers of the test run no sequencer: the three processes must find what they commit.
    core = {
      database,
      clock: systemClock,
      keys,
      jobs,
      sequencer: { wake: () => {} },
      revisions: openRevisions(),
    }
    end = async () => {
      await Promise.all(servers.map((server) => server.stop()))
      await jobs.stop()
      await database.close()
      await remove()
    }
  })
  afterAll(() => end())

  const baseUrls = () => servers.map((server) => (server.ready as { baseUrl: string }).baseUrl)
  const anyUrl = () => baseUrls()[Math.floor(Math.random() * 3)] as string
  const campaign = () => demo.campaigns.find(({ name }) => name.includes('Coffee'))!.id

  async function issue(contactId: string): Promise<{ id: string; card: Card }> {
    const { id } = await apiOf(demo)<{ id: string }>('POST', '/api/passes', {
      campaignId: campaign(),
      contactId,
      voucher: { points: 0 },
    })
    const response = await fetch(`${demo.baseUrl}/api/passes/${id}/pkpass`, {
      headers: { authorization: `Bearer ${demo.apiKey}` },
    })
    return { id, card: cardOf(new Uint8Array(await response.arrayBuffer())) }
  }

  /** Changes points in a transaction that stays open for a while before it commits. */
  function setPointsSlowly(passId: string, points: number): Promise<void> {
    return transact(core, demo.customerId, async (trx) => {
      const pass = await lockPass(trx, core.keys, demo.customerId, { id: passId })
      await changeTokens(core, trx, pass!, { 'voucher.points': points }, { kind: 'api' }, new Date())
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
    })
  }

  const points = (pass: { readonly [key: string]: unknown }) =>
    (pass.storeCard as { headerFields: { value: number }[] }).headerFields[0]!.value

  it('no change is ever missed, and the tag advances whenever serial numbers are returned', async () => {
    const passes = await Promise.all(Array.from({ length: writerCount }, (_, index) => issue(`writer-${index}`)))
    const cards = new Map(passes.map(({ card }) => [card.serialNumber, card]))
    const devices = Array.from({ length: phoneCount }, (_, index) => String(index).repeat(32))
    for (const device of devices)
      for (const { card } of passes) expect(await register(anyUrl(), device, card)).toBe(201)

    let writing = true
    const phones = devices.map(async (device) => {
      const held = new Map<string, { lastModified: string; points: number }>()
      let tag: string | undefined
      for (let quiet = 0; quiet < 3; ) {
        const mayEnd = !writing && (await nothingWaits())
        const listed = await list(anyUrl(), device, [...cards.values()][0]!.passTypeIdentifier, tag)
        quiet = listed === undefined && mayEnd ? quiet + 1 : 0
        if (listed === undefined) {
          await new Promise((resolve) => setTimeout(resolve, 10))
          continue
        }
        if (tag !== undefined) expect(Number(listed.lastUpdated)).toBeGreaterThan(Number(tag))
        tag = listed.lastUpdated
        for (const serial of listed.serialNumbers) {
          const fetched = await get(anyUrl(), cards.get(serial)!, held.get(serial)?.lastModified)
          if (fetched) held.set(serial, { lastModified: fetched.lastModified, points: points(fetched.pass) })
        }
      }
      return held
    })
    await Promise.all(
      passes.map(async ({ id }) => {
        for (let round = 1; round <= rounds; round++) await setPointsSlowly(id, round)
      }),
    )
    writing = false
    for (const held of await Promise.all(phones)) {
      expect([...held.values()].map((pass) => pass.points)).toEqual(Array.from({ length: writerCount }, () => rounds))
    }
  })

  it.each([
    ['pass, then campaign', ['pass', 'campaign']],
    ['campaign, then pass', ['campaign', 'pass']],
  ])('pass and campaign changed within one second are both fetched: %s', async (order, steps) => {
    const { id, card } = await issue(`within-a-second-${order.replaceAll(/\W/g, '')}`)
    const device = 'f'.repeat(32)
    await register(anyUrl(), device, card)
    const url = demo.baseUrl
    let tag = (await list(url, device, card.passTypeIdentifier, undefined))?.lastUpdated
    let held = await get(url, card, undefined)
    const api = apiOf(demo)
    const change = {
      pass: () => api('PATCH', `/api/passes/${id}`, { voucher: { points: 77 } }),
      campaign: async () => {
        const { draft } = await api<{ draft: { content: { logoText: string } } }>('GET', `/api/campaigns/${campaign()}`)
        await api('PUT', `/api/campaigns/${campaign()}/draft`, {
          ...draft,
          content: { ...draft.content, logoText: `Logo ${order}` },
        })
        await api('POST', `/api/campaigns/${campaign()}/revisions`)
      },
    }
    for (const step of steps) {
      await change[step as keyof typeof change]()
      const listed = await poll(() => list(url, device, card.passTypeIdentifier, tag))
      expect(listed.serialNumbers).toContain(card.serialNumber)
      tag = listed.lastUpdated
      const fetched = await get(url, card, held?.lastModified)
      expect(fetched, `after ${step}`).toBeDefined()
      expectAcceptedByOthers(fetched!.bytes, demo.rootCaFile)
      held = fetched
    }
    expect(points(held!.pass)).toBe(77)
    expect(held!.pass.logoText).toBe(`Logo ${order}`)
  })

  const nothingWaits = async () =>
    Number((await database.pool.query('select count(*) from log_unnumbered')).rows[0].count) === 0

  async function poll<T>(ask: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const answer = await ask()
      if (answer !== undefined) return answer
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
})
