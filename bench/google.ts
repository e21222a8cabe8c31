import pg from 'pg'
import { type DemoClient, demoClient } from '../server/dist/cli/demo/client.js'
import { openInstallation } from '../server/dist/installation.js'
import { transact } from '../server/dist/log/transact.js'
import { changeTokens } from '../server/dist/passes/change-tokens.js'
import type { Core } from '../server/dist/passes/core.js'
import { lockPass } from '../server/dist/passes/pass.js'
import { openRevisions } from '../server/dist/passes/revisions.js'
import { systemClock as clock } from '../server/dist/platform/clock.js'
import { openLogger } from '../server/dist/platform/logger.js'
import { type Child, startChild } from './child.ts'
import type { Bench, Context } from './context.ts'
import type { Finding, Outcome } from './harness.ts'
import { configOf, type Home, install, type Place } from './installation.ts'
import { passIdOf, seedPasses } from './seed.ts'
import { startBillfoldServer } from './servers.ts'
import type { GoogleUrls, Noted } from './virtual-google.ts'

interface Load {
  readonly title: string
  readonly objects: number
  /** What Billfold is told that it may send, and what the virtual Google takes. */
  readonly requestsPerSecond: number
  readonly quota: number
}

const real: Load = { title: 'update objects at Google’s quota', objects: 1000, requestsPerSecond: 15, quota: 20 }
const fast: Load = {
  title: 'update objects at twenty times Google’s quota',
  objects: 10_000,
  requestsPerSecond: 300,
  quota: 400,
}
const writers = 16

export const google: Bench = {
  name: 'google',
  method: [
    'A token of each of so many passes changes, twice; two processes send the updates to a virtual Google, which refuses',
    'what is over its quota. Reference: the rate that Billfold is told to keep to, of three quarters of the quota.',
    'Billfold: from the first update that arrives to the last; every object must end at its newest version, in order.',
  ],
  async run(context) {
    const scale = context.quick ? 0.1 : 1
    const loads = context.quick ? [fast] : [real, fast]
    const { billfold, home, place } = await install(context, 'google')
    const most = Math.round(Math.max(...loads.map(({ objects }) => objects)) * scale)
    context.progress(`making ${most} passes`)
    await seedPasses(billfold.core, home, most)
    await billfold.stop()
    const virtual = startChild('virtual-google.ts')
    try {
      const urls = await virtual.call<GoogleUrls>('start')
      await putPassesAtGoogle(context, { ...place, google: { ...urls, requestsPerSecond: 1000 } }, home, virtual, most)
      const outcomes: Outcome[] = []
      for (const load of loads) {
        const { requestsPerSecond, objects } = load
        const own = { ...place, google: { ...urls, requestsPerSecond } }
        outcomes.push(await measure(context, own, home, virtual, { ...load, objects: Math.round(objects * scale) }))
      }
      return outcomes
    } finally {
      await virtual.stop()
    }
  },
}

/** Gives the campaign an issuer, and has Google take its class and objects, as fast as it goes. */
async function putPassesAtGoogle(
  { progress }: Context,
  place: Place,
  home: Home,
  virtual: Child,
  count: number,
): Promise<void> {
  progress(`putting ${count} passes to the virtual Google`)
  await virtual.call('allow', 100_000)
  const { issuerId, serviceAccountKey } = await virtual.call<{ issuerId: string; serviceAccountKey: object }>(
    'createIssuer',
  )
  const client = new pg.Client({ connectionString: place.databaseUrl })
  await client.connect()
  const server = await startBillfoldServer(place)
  try {
    const api = demoClient(`http://127.0.0.1:${server.port}`, home.apiKey)
    await giveIssuer(api, home, issuerId, serviceAccountKey)
    await client.query(
      `insert into google_objects (customer_id, pass_id, campaign_id, configuration_id, object_id, priority, wanted_number, due_at, opened_at)
       select p.customer_id, p.id, p.campaign_id, c.google_configuration_id, $3 || '.' || p.serial, 0, 0, now(), now()
       from passes p join campaigns c on c.customer_id = p.customer_id and c.id = p.campaign_id
       where p.customer_id = $1 and p.campaign_id = $2`,
      [home.customerId, home.campaignId, issuerId],
    )
    await untilSent(client)
    await client.query('vacuum analyze google_objects')
  } finally {
    await server.stop()
    await client.end()
  }
}

async function giveIssuer(api: DemoClient, home: Home, issuerId: string, serviceAccount: object): Promise<void> {
  const wallet = await api<{ id: string }>('POST', '/api/wallet-configurations', {
    wallet: 'google',
    name: 'Google',
    issuerId,
    serviceAccount,
  })
  await api('PATCH', `/api/campaigns/${home.campaignId}`, { googleConfigurationId: wallet.id })
}

async function untilSent(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query('select from google_objects where due_at is not null limit 1')
    if (rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

let points = 1000

async function measure(
  { progress }: Context,
  place: Place,
  home: Home,
  virtual: Child,
  { title, objects, requestsPerSecond, quota }: Load,
): Promise<Outcome> {
  await virtual.call('allow', quota)
  const logger = openLogger('warn')
  const installation = await openInstallation(configOf(place), { clock, logger })
  const { database, keys } = installation
  const sequencer = { wake() {} }
  const core: Core = { database, keys, clock, jobs: { send: async () => {} }, sequencer, revisions: openRevisions() }
  const client = new pg.Client({ connectionString: place.databaseUrl })
  await client.connect()
  const servers = [await startBillfoldServer(place), await startBillfoldServer(place)]
  try {
    await virtual.call('take')
    progress(`${objects} objects at ${requestsPerSecond} requests/s`)
    for (const round of [1, 2]) {
      points += 1
      await changeAll(core, home, objects, points)
      // The second change comes while the first is under way.
      while (round === 1 && (await virtual.call<number>('updates')) < objects * 0.05) await sleep(50)
    }
    await sleep(1000)
    await untilSent(client)
    return outcomeOf(title, requestsPerSecond, objects, await virtual.call<Noted>('take'))
  } finally {
    for (const server of servers) await server.stop()
    await client.end()
    await installation.close()
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Sets the points of passes 1 to `count`, as PATCH /api/passes/:id does. */
async function changeAll(core: Core, { customerId }: Home, count: number, value: number): Promise<void> {
  let next = 1
  const writer = async () => {
    for (let n = next++; n <= count; n = next++) {
      await transact(core, customerId, async (trx) => {
        const pass = await lockPass(trx, core.keys, customerId, { id: passIdOf(n) })
        if (!pass) throw new Error(`There is no pass ${passIdOf(n)}.`)
        await changeTokens(core, trx, pass, { 'voucher.points': value }, { kind: 'api' }, core.clock.now())
      })
    }
  }
  await Promise.all(Array.from({ length: writers }, writer))
}

function outcomeOf(title: string, requestsPerSecond: number, objects: number, noted: Noted): Outcome {
  const { updates, elapsedMs, last } = noted
  const rate = ((updates - 1) / elapsedMs) * 1000
  const spread = (value: number) => ({ median: value, min: value, max: value })
  const reference = { name: 'the set rate', perSecond: spread(requestsPerSecond) }
  const subject = { name: 'Billfold, two processes', perSecond: spread(rate) }
  const newest = [...last.values()].filter((value) => value === points).length
  const ratio = rate / requestsPerSecond
  const findings: Finding[] = [
    {
      what: `the rate of ${reference.name}`,
      value: ratio,
      unit: '×',
      atLeast: 0.95,
      rate: { of: reference, inRounds: spread(ratio) },
    },
    { what: 'refused, because they were too many', value: noted.refusedForQuota, unit: 'requests', atMost: 0 },
    { what: 'brought an object back to an earlier version', value: noted.outOfOrder, unit: 'updates', atMost: 0 },
    { what: 'not at their newest version in the end', value: objects - newest, unit: 'objects', atMost: 0 },
    { what: 'for two changes of each object', value: updates / objects, unit: 'updates an object' },
  ]
  return { title, operation: 'updates', reference, subject, others: [], findings }
}
