import { join } from 'node:path'
import { openDevelopmentAuthority, openVirtualApns, type VirtualApns } from '@billfold/simulator'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Card, get, list } from './device.ts'
import { issuePassOnDevices, publishLogoText, pushTokenOf } from './passes.ts'
import { openPlace, type Place } from './place.ts'
import type { Demo, Server } from './servers.ts'

/** CONTRIBUTING.md says how to run the whole proof, with 100,000 devices and ten kills. */
const deviceCount = Number(process.env.BILLFOLD_TEST_WALK_DEVICES ?? 12_000)
const killCount = Number(process.env.BILLFOLD_TEST_WALK_KILLS ?? 4)
/** So many of them, spread over all, ask as phones do when a push comes. To sign a pass for each would only take long. */
const askingCount = Math.min(deviceCount, 500)
/** What a process has claimed at most: two pages. */
const claimed = 2 * 2500
/** How slow the virtual APNs is. */
const slowMs = 250

describe('kill -9 during a walk that two processes share', () => {
  const received = new Map<string, number>()
  let total = 0
  let onPush = () => {}
  let apns: VirtualApns
  let servers: Server<Demo>[]
  /** How long a process takes to start on this machine. */
  let startSeconds: number
  let pool: pg.Pool
  let place: Place
  const asking = new Map<string, Phone>()
  const start = () => place.startDemo({ BILLFOLD_APNS_URL: apns.url, BILLFOLD_APNS_CA_FILE: apns.caFile })

  beforeAll(async () => {
    const opened = await openPlace()
    place = opened
    pool = new pg.Pool({ connectionString: opened.databaseUrl, max: 2 })
    apns = await openVirtualApns({
      authority: await openDevelopmentAuthority(join(place.dataDir, 'demo', 'authority'), new Date()),
      clock: { now: () => new Date() },
      onPush: ({ deviceToken }) => {
        received.set(deviceToken, (received.get(deviceToken) ?? 0) + 1)
        total += 1
        asking.get(deviceToken)?.wake()
        onPush()
      },
    })
    const first = await start()
    const before = performance.now()
    servers = [first, await start()]
    startSeconds = (performance.now() - before) / 1000
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await apns.close()
    await pool.end()
    await place.remove()
  })

  it(`pushes to each of ${deviceCount} devices, again to at most two pages for each of ${killCount} kills, and every phone ends with the newest version`, async () => {
    const { ready } = servers[0]!
    const { campaignId, card } = await issuePassOnDevices(ready, pool, deviceCount)
    for (let n = 0; n < askingCount; n++) {
      const index = 1 + Math.floor((n * deviceCount) / askingCount)
      asking.set(pushTokenOf(index), openPhone(await deviceOf(index), card, anyUrl))
    }
    await Promise.all([...asking.values()].map((phone) => phone.wake()))
    expect([...shown()]).toEqual([expect.stringMatching(/Coffee/)])
    // Slow enough that the walk lasts beyond the last kill, though the other process goes on while one starts anew.
    const pushesPerSecond = deviceCount / (killCount * Math.max(3, 1.5 * startSeconds))
    apns.script({ kind: 'max-concurrent-streams', streams: Math.ceil((pushesPerSecond * slowMs) / 1000 / 2) })
    apns.script({ kind: 'slow', delayMs: slowMs, times: 'always' })

    await publishLogoText(ready, campaignId, 'New')
    for (let kill = 0; kill < killCount; kill++) {
      await pushed(((kill + Math.random()) * deviceCount) / (killCount + 1))
      expect(await unfinishedPages(), `pages under way at kill ${kill + 1}`).toBeGreaterThan(0)
      await servers[kill % 2]!.kill()
      servers[kill % 2] = await start()
    }
    apns.script({ kind: 'reset' })
    await expect.poll(unfinished, { timeout: 600_000 + deviceCount * 5, interval: 500 }).toBe(0)
    const everyToken = Array.from({ length: deviceCount }, (_, index) => pushTokenOf(index + 1))
    expect(everyToken.filter((token) => !received.has(token))).toEqual([])
    console.info(`${deviceCount} devices, ${killCount} kills: ${total - deviceCount} pushes more than once`)
    expect(total - deviceCount, 'duplicates').toBeLessThanOrEqual(killCount * claimed)

    await Promise.all([...asking.values()].map((phone) => phone.asleep()))
    expect(shown()).toEqual(new Set(['New']))
  }, 1_200_000)

  const shown = () => new Set([...asking.values()].map(({ logoText }) => logoText))
  const anyUrl = () => servers[Math.floor(Math.random() * servers.length)]!.ready.baseUrl

  /** Resolves once so many pushes have arrived. */
  const pushed = (count: number) =>
    new Promise<void>((resolve) => {
      onPush = () => {
        if (total >= count) resolve()
      }
      onPush()
    })

  const countOf = async (from: string) =>
    Number((await pool.query(`select count(*) as count from ${from}`)).rows[0].count)
  const unfinished = () => countOf('push_walks where started_at is not null and finished_at is null')
  const unfinishedPages = () => countOf('push_walk_pages where pushed_at is null')

  const deviceOf = async (index: number) => (await pool.query('select md5($1) as id', [String(index)])).rows[0].id
})

interface Phone {
  /** What its copy of the pass shows. */
  readonly logoText: unknown
  /** It was pushed to: asks for what has changed, and fetches that. */
  wake(): Promise<void>
  /** Resolves when it has nothing left to ask. */
  asleep(): Promise<void>
}

/** A phone with one pass. It asks any of the servers, and another one if that has just been killed. */
function openPhone(device: string, card: Card, anyUrl: () => string): Phone {
  let tag: string | undefined
  let held: Awaited<ReturnType<typeof get>>
  let last: Promise<void> = Promise.resolve()
  const ask = async () => {
    const listed = await list(anyUrl(), device, card.passTypeIdentifier, tag)
    if (!listed) return
    held = (await get(anyUrl(), card, held?.lastModified)) ?? held
    tag = listed.lastUpdated
  }
  const askUntilAnswered = async () => {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }
  return {
    get logoText() {
      return held?.pass.logoText
    },
    wake() {
      last = last.then(askUntilAnswered)
      return last
    },
    asleep: () => last,
  }
}
