import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTcpProxy, type TcpProxy } from '../../packages/apns/src/testing/tcp-proxy.ts'
import { testDatabase } from '../../server/test/database.ts'
import { register } from './device.ts'
import { type IssuedPass, issuePass, issuePassOnDevices, publishLogoText, pushTokenOf } from './passes.ts'
import { apiOf, type Demo, type Server, startServer } from './servers.ts'

const deviceCount = 2000
const lonelyToken = 'e'.repeat(64)
/** Longer than a push waits for a connection, so that the lonely ones are to be tried again. */
const awaySeconds = Number(process.env.BILLFOLD_TEST_APNS_AWAY_SECONDS ?? 25)

describe('a server whose APNs is in trouble', () => {
  let apns: VirtualApns
  let pool: pg.Pool
  let dataDir: string
  let proxy: TcpProxy
  let server: Server<Demo>
  let pass: IssuedPass
  /** On a device of its own. */
  let lonely: IssuedPass
  let drop: () => Promise<void>
  /** How often APNs has accepted a push, by push token. */
  const accepted = new Map<string, number>()
  const everyToken = Array.from({ length: deviceCount }, (_, index) => pushTokenOf(index + 1))
  const missing = (tokens = everyToken) => tokens.filter((token) => !accepted.has(token)).length

  beforeAll(async () => {
    const database = await testDatabase()
    drop = database.drop
    pool = new pg.Pool({ connectionString: database.url, max: 2 })
    dataDir = await mkdtemp(join(tmpdir(), 'billfold-trouble-'))
    apns = await openVirtualApns({
      authority: await openDevelopmentAuthority(join(dataDir, 'demo', 'authority'), new Date()),
      clock: { now: () => new Date() },
      onPush: ({ deviceToken, outcome }) => {
        if (outcome === '200') accepted.set(deviceToken, (accepted.get(deviceToken) ?? 0) + 1)
      },
    })
    proxy = await openTcpProxy(Number(new URL(apns.url).port))
    server = await startServer(['--demo', '--port', '0', '--data', dataDir], {
      BILLFOLD_DATABASE_URL: database.url,
      BILLFOLD_SECRET: 'the secret of a server in trouble',
      BILLFOLD_APNS_URL: proxy.url,
      BILLFOLD_APNS_CA_FILE: apns.caFile,
    })
    pass = await issuePassOnDevices(server.ready, pool, deviceCount)
    lonely = await issuePass(server.ready, 'lonely')
    await register(server.ready.baseUrl, lonelyToken, lonely.card)
  })
  afterAll(async () => {
    await server.stop()
    proxy.close()
    await apns.close()
    await pool.end()
    await drop()
    await rm(dataDir, { recursive: true, force: true })
  })
  beforeEach(() => {
    apns.script({ kind: 'reset' })
    accepted.clear()
  })

  const change = (logoText: string) => publishLogoText(server.ready, pass.campaignId, logoText)
  const everyPush = { timeout: 120_000, interval: 200 }
  const count = async (from: string) =>
    Number((await pool.query(`select count(*) as count from ${from}`)).rows[0].count)
  /** With their reasons, for whoever reads why a test has failed. */
  const faults = async () => (await pool.query('select reason, explanation, since from push_faults')).rows

  it('loses no push to refusals, resets, GOAWAY and silence, and forgets the dead token alone', async () => {
    const [dead, ...others] = everyToken as [string, ...string[]]
    apns.script({ kind: 'answer', reason: 'Unregistered', timestamp: Date.now(), deviceToken: dead })
    const troubles: Command[] = [
      { kind: 'answer', reason: 'TooManyRequests', retryAfterSeconds: 1 },
      { kind: 'answer', reason: 'ServiceUnavailable', retryAfterSeconds: 1 },
      { kind: 'answer', reason: 'InternalServerError' },
      { kind: 'reset-stream', code: 'INTERNAL_ERROR' },
      { kind: 'reset-stream', code: 'REFUSED_STREAM' },
      { kind: 'goaway' },
      { kind: 'goaway', hard: true },
      { kind: 'disconnect' },
      { kind: 'silent' },
    ]
    // Three devices each; md5 has scattered them over the walk.
    for (const [index, trouble] of [...troubles, ...troubles, ...troubles].entries())
      apns.script({ ...trouble, deviceToken: others[index] } as Command)
    // And a bad moment for whoever comes first.
    apns.script({ kind: 'answer', reason: 'ServiceUnavailable', times: 100 })

    await change('In trouble')
    await expect.poll(() => missing(others), everyPush).toBe(0)
    expect(accepted.has(dead)).toBe(false)
    await expect.poll(() => count('registrations'), everyPush).toBe(deviceCount)
    await expect.poll(() => count('push_walks where finished_at is null and round = 0'), everyPush).toBe(0)
    expect(await count(`push_targets where outcome <> 'delivered'`)).toBe(0)
    expect(await faults()).toEqual([])
  }, 240_000)

  it(`loses no push when the connection is half open, and APNs away for ${awaySeconds} seconds meanwhile`, async () => {
    const [, ...tokens] = everyToken
    apns.script({ kind: 'max-concurrent-streams', streams: 50 })
    apns.script({ kind: 'slow', delayMs: 50, times: 'always' })
    await change('Half open')
    await expect.poll(() => accepted.size, everyPush).toBeGreaterThan(deviceCount / 4)
    proxy.freeze()
    apns.script({ kind: 'refuse-connections', forMs: awaySeconds * 1000 })
    expect(accepted.size).toBeLessThan(tokens.length)
    await apiOf(server.ready)('PATCH', `/api/passes/${lonely.passId}`, { voucher: { points: 7 } })
    await expect.poll(() => missing([...tokens, lonelyToken]), everyPush).toBe(0)
    await expect.poll(() => count('push_walks where finished_at is null and round = 0'), everyPush).toBe(0)
    expect(await count('registrations')).toBe(tokens.length + 1)
    expect(await faults()).toEqual([])
  }, 240_000)

  it('has as many pushes under way as before when all is over', async () => {
    // One at a time would take half an hour.
    apns.script({ kind: 'slow', delayMs: 1000, times: 'always' })
    await change('Well again')
    await expect.poll(() => missing(everyToken.slice(1)), everyPush).toBe(0)
  }, 240_000)
})
