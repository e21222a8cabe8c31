/** Billfold's walker by itself, in a process of its own: without requests and without the rest of the server. */
import { readFileSync } from 'node:fs'
import { openApnsClients } from '../server/dist/apple/push/apns-clients.js'
import { openPushWorker } from '../server/dist/apple/push/push-worker.js'
import { openWalker, type Walker } from '../server/dist/apple/push/walker.js'
import { openIdentities } from '../server/dist/credentials/identities.js'
import { openWalletDirectory } from '../server/dist/credentials/wallet-directory.js'
import { type Installation, openInstallation } from '../server/dist/installation.js'
import type { Core } from '../server/dist/passes/core.js'
import { systemClock as clock } from '../server/dist/platform/clock.js'
import { openLogger } from '../server/dist/platform/logger.js'
import { serve } from './child.ts'
import { configOf, type Home, type Place } from './installation.ts'
import { type Sample, withCpu } from './measure.ts'

export interface WalkerOptions {
  readonly place: Place
  readonly home: Home
  readonly campaignId: string
}

/** A whole walk, and the process's memory after each page but the first ones. */
export interface WholeWalk {
  readonly devices: number
  readonly perSecond: number
  readonly rssBytes: { readonly min: number; readonly max: number; readonly first: number; readonly last: number }
}

let installation: Installation
let walker: Walker
let options: WalkerOptions
let walks = 0

serve(
  {
    async open(given: WalkerOptions) {
      options = given
      const config = configOf(options.place)
      const { apns } = options.place
      const logger = openLogger('warn')
      installation = await openInstallation(config, { clock, logger })
      const { database, keys } = installation
      const settings = {
        url: apns?.url,
        ca: apns && readFileSync(apns.caFile, 'utf8'),
        pushType: config.apnsPushType,
        priority: config.apnsPriority,
        providerKey: undefined,
      }
      const clients = openApnsClients({
        identities: openIdentities({ db: database.db, keys, clock }),
        walletDirectory: await openWalletDirectory({ db: database.db, keys, clock }),
        settings,
        openPusher: openPushWorker({ settings, logger }).openPusher,
        clock,
      })
      // More of it is wanted only for devices that are gone, and here none is.
      const core = { database, keys, clock } as Core
      walker = openWalker({ core, clients, logger })
      await beginWalk()
    },
    /** Page by page until the time is over. */
    async measure(durationMs: number): Promise<Sample> {
      const before = await delivered()
      const end = performance.now() + durationMs
      let count = 0
      const sample = await withCpu(async () => {
        const start = performance.now()
        while (performance.now() < end) if (!(await walker.step())) await beginWalk()
        await walker.settled()
        const elapsedMs = performance.now() - start
        count = (await delivered()) - before
        return { count, elapsedMs }
      })
      if (count === 0) throw new Error('The walk has delivered nothing.')
      return sample
    },
    async wholeWalk(): Promise<WholeWalk> {
      while (await walker.step());
      await walker.settled()
      const before = await delivered()
      await beginWalk()
      const rss: number[] = []
      const start = performance.now()
      while (await walker.step()) rss.push(process.memoryUsage.rss())
      await walker.settled()
      const elapsedMs = performance.now() - start
      const devices = (await delivered()) - before
      const settled = rss.slice(Math.ceil(rss.length / 10))
      return {
        devices,
        perSecond: (devices / elapsedMs) * 1000,
        rssBytes: {
          min: Math.min(...settled),
          max: Math.max(...settled),
          first: settled[0] ?? 0,
          last: settled.at(-1) ?? 0,
        },
      }
    },
  },
  async () => {
    await installation?.close()
  },
)

/** As the log's follower begins one, but without its ten seconds between two walks of a campaign. */
async function beginWalk(): Promise<void> {
  const { home, campaignId } = options
  walks += 1
  await installation.database.pool.query(
    `insert into push_walks (customer_id, campaign_id, number, round, pass_type_id, due_at)
     select $1, $2, last_number + 1000000 + $4, 0, $3, now() - interval '1 second' from log_counters where customer_id = $1`,
    [home.customerId, campaignId, home.passTypeId, walks],
  )
}

async function delivered(): Promise<number> {
  const { rows } = await installation.database.pool.query<{ delivered: string; failed: string }>(
    'select coalesce(sum(delivered), 0) as delivered, coalesce(sum(failed), 0) as failed from push_walk_pages',
  )
  if (Number(rows[0]?.failed) > 0) throw new Error(`${rows[0]?.failed} pushes of the walk were not delivered.`)
  return Number(rows[0]?.delivered)
}
