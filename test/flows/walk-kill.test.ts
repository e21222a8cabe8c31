import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../server/test/database.ts'
import { cardOf, register } from './device.ts'
import { apiOf, type Demo, type Server, startServer } from './servers.ts'

/** BILLFOLD_TEST_WALK_DEVICES and BILLFOLD_TEST_WALK_KILLS make it longer: 100,000 and 10 take some minutes. */
const deviceCount = Number(process.env.BILLFOLD_TEST_WALK_DEVICES ?? 12_000)
const killCount = Number(process.env.BILLFOLD_TEST_WALK_KILLS ?? 3)
const pageSize = 5000

describe('kill -9 during a walk that two processes share', () => {
  const received = new Map<string, number>()
  let total = 0
  let onPush = () => {}
  let apns: VirtualApns
  let servers: Server<Demo>[]
  let pool: pg.Pool
  let dataDir: string
  let env: Record<string, string>
  let drop: () => Promise<void>
  const start = () => startServer<Demo>(['--demo', '--port', '0', '--data', dataDir], env)

  beforeAll(async () => {
    const database = await testDatabase()
    drop = database.drop
    pool = new pg.Pool({ connectionString: database.url, max: 2 })
    dataDir = await mkdtemp(join(tmpdir(), 'billfold-walk-'))
    apns = await openVirtualApns({
      authority: await openDevelopmentAuthority(join(dataDir, 'demo', 'authority'), new Date()),
      clock: { now: () => new Date() },
      onPush: ({ deviceToken }) => {
        received.set(deviceToken, (received.get(deviceToken) ?? 0) + 1)
        total += 1
        onPush()
      },
    })
    env = {
      BILLFOLD_DATABASE_URL: database.url,
      BILLFOLD_SECRET: 'the secret of two processes that share a walk',
      BILLFOLD_APNS_URL: apns.url,
      BILLFOLD_APNS_CA_FILE: apns.caFile,
    }
    const first = await start()
    servers = [first, await start()]
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await apns.close()
    await pool.end()
    await drop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it(`pushes to each of ${deviceCount} devices, and again to at most a page for each kill`, async () => {
    const { ready } = servers[0]!
    const campaignId = ready.campaigns.find(({ name }) => name.includes('Coffee'))!.id
    await copyDevices(await onePassId(ready, campaignId))
    received.clear()
    total = 0

    const api = apiOf(ready)
    const { draft } = await api<{ draft: { content: object } }>('GET', `/api/campaigns/${campaignId}`)
    await api('PUT', `/api/campaigns/${campaignId}/draft`, { ...draft, content: { ...draft.content, logoText: 'New' } })
    await api('POST', `/api/campaigns/${campaignId}/revisions`)

    for (let kill = 0; kill < killCount; kill++) {
      await pushed(((kill + Math.random()) * deviceCount) / (killCount + 1))
      await servers[kill % 2]!.kill()
      servers[kill % 2] = await start()
    }
    await expect.poll(unfinished, { timeout: 150_000 + deviceCount * 5, interval: 500 }).toBe(0)
    expect([...tokens()].filter((token) => !received.has(token))).toEqual([])
    expect(total - deviceCount, 'duplicates').toBeLessThanOrEqual(killCount * pageSize)
  }, 600_000)

  /** Resolves once so many pushes have arrived. */
  const pushed = (count: number) =>
    new Promise<void>((resolve) => {
      onPush = () => {
        if (total >= count) resolve()
      }
      onPush()
    })

  const unfinished = async () =>
    (await pool.query('select count(*)::int as n from push_walks where started_at is not null and finished_at is null'))
      .rows[0].n

  function* tokens() {
    for (let index = 1; index <= deviceCount; index++) yield index.toString(16).padStart(64, '0')
  }

  async function onePassId(demo: Demo, campaignId: string): Promise<string> {
    const { id } = await apiOf(demo)<{ id: string }>('POST', '/api/passes', { campaignId, contactId: 'copied' })
    const authorization = `Bearer ${demo.apiKey}`
    const response = await fetch(`${demo.baseUrl}/api/passes/${id}/pkpass`, { headers: { authorization } })
    const card = cardOf(new Uint8Array(await response.arrayBuffer()))
    expect(await register(demo.baseUrl, 'd'.repeat(32), card)).toBe(201)
    return id
  }

  /** Registrations of many devices for one pass, as rows: to register each over HTTP would only take long. */
  async function copyDevices(passId: string): Promise<void> {
    await pool.query(
      `with source as (select * from registrations where pass_id = $1), copies as (
         insert into devices (customer_id, id, push_token, created_at, modified_at)
         select customer_id, md5(n::text), lpad(to_hex(n), 64, '0'), created_at, created_at
         from source, generate_series(1, $2::int) as n returning customer_id, id
       )
       insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
       select c.customer_id, c.id, s.pass_type_id, s.pass_id, s.campaign_id, s.created_at, s.created_at from copies c, source s`,
      [passId, deviceCount],
    )
    await pool.query('delete from registrations where device_id = $1', ['d'.repeat(32)])
  }
})
