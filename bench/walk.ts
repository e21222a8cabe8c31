import pg from 'pg'
import { demoClient } from '../server/dist/cli/demo/client.js'
import { phoneToken } from '../server/dist/credentials/phone-token.js'
import type { Core } from '../server/dist/passes/core.js'
import { type Child, startChild } from './child.ts'
import type { Bench, Context } from './context.ts'
import { compare, type Finding, type Outcome } from './harness.ts'
import { type HttpRequest, sendPaced } from './http-load.ts'
import { type Home, install, type Place } from './installation.ts'
import type { Sample } from './measure.ts'
import { p99 } from './numbers.ts'
import { inFlight } from './push-contender.ts'
import { issuePushCredentials, type PushCredentials, startNghttpd } from './push-sink.ts'
import { countRowsWritten, takeRowsWritten } from './rows-written.ts'
import { passIdOf, seedPasses, serialOf } from './seed.ts'
import { type Server, startBillfoldServer } from './servers.ts'
import { type SeededCampaign, seedCampaigns } from './walk-stock.ts'
import type { WalkerOptions, WholeWalk } from './walk-walker.ts'

const sizes = { full: [1000, 100_000, 1_000_000], quick: [1000, 10_000, 50_000] } as const
/** Phones that list and fetch meanwhile, of another campaign. */
const askingPhones = 1000
const asksPerSecond = 50

export const walk: Bench = {
  name: 'walk',
  method: [
    `A campaign with 1,000,000 passes changes, each on a phone of its own; others of ${sizes.full.slice(0, 2).join(' and ')} share the tables.`,
    `Reference: the bare loop of the benchmark pushes, ${inFlight} under way. Billfold: its walker, from PostgreSQL, page by page.`,
    'Both push to nghttpd with 1,000 streams; each is a process of its own. A first push is timed from the request that',
    `publishes, through a server as it ships. ${asksPerSecond} requests a second alternately list and fetch, the passes signed; the walk is`,
    'paced to half of its rate by APNs, which answers no faster.',
  ],
  async run(context) {
    const credentials = await issuePushCredentials(context.folder)
    const { billfold, home, place: placeOnly } = await install(context, 'walk')
    context.progress('loading the passes')
    const asks = await seedAskingPhones(billfold.core, home)
    await billfold.stop()
    const campaigns = await seedCampaigns(placeOnly.databaseUrl, home, context.quick ? sizes.quick : sizes.full)
    await (await context.postgres()).settle()
    const outcome = await measureWalk(context, placeOnly, home, campaigns.at(-1)!, credentials)
    const findings = [
      ...outcome.findings,
      ...(await measureServer(context, placeOnly, home, campaigns, credentials, asks, outcome)),
    ]
    await (await context.postgres()).drop('walk')
    return [{ ...outcome, findings }]
  },
}

const apnsAt = (port: number, { caFile }: PushCredentials) => ({ url: `https://127.0.0.1:${port}`, caFile })

async function measureWalk(
  context: Context,
  place: Place,
  home: Home,
  campaign: SeededCampaign,
  credentials: PushCredentials,
): Promise<Outcome> {
  const { folder, plan, progress } = context
  const sink = await startNghttpd(folder, credentials, { wantsCertificate: true })
  const children: Child[] = []
  const start = async (file: string, args: readonly string[], input: unknown) => {
    const child = startChild(file, args)
    children.push(child)
    await child.call('open', input)
    return child
  }
  try {
    const bare = await start('push-contender.ts', ['bare'], { port: sink.port, credentials })
    const walker = await start('walk-walker.ts', [], {
      place: { ...place, apns: apnsAt(sink.port, credentials) },
      home,
      campaignId: campaign.id,
    } satisfies WalkerOptions)
    progress('measuring the walk')
    const outcome = await compare(
      {
        title: `walk over ${campaign.passes.toLocaleString('en')} registrations`,
        operation: 'pushes',
        reference: {
          name: 'a bare loop on node:http2',
          expectedPerSecond: 17_500,
          measure: ({ durationMs }) => bare.call<Sample>('measure', durationMs),
        },
        subject: {
          name: 'Billfold’s walker',
          measure: ({ durationMs }) => walker.call<Sample>('measure', durationMs),
        },
        toReach: 0.8,
      },
      plan,
    )
    progress('a whole walk')
    const whole = await walker.call<WholeWalk>('wholeWalk')
    if (whole.devices !== campaign.passes)
      throw new Error(`${whole.devices} of ${campaign.passes} phones were pushed to.`)
    return { ...outcome, findings: [...outcome.findings, ...wholeWalkFindings(whole)] }
  } finally {
    for (const child of children) await child.stop()
    await sink.stop()
  }
}

const wholeWalkFindings = ({ devices, perSecond, rssBytes: { min, max, first, last } }: WholeWalk): Finding[] => [
  { what: `a whole walk, ${devices.toLocaleString('en')} pushes`, value: devices / perSecond, unit: 's' },
  {
    what: 'resident memory over its last nine tenths, most less least',
    value: (max - min) / 1e6,
    unit: 'MB',
    atMost: 64,
  },
  { what: 'the same, end less beginning', value: (last - first) / 1e6, unit: 'MB' },
]

/** What phones and publishers meet at a server as it ships. */
async function measureServer(
  { quick, progress }: Context,
  place: Place,
  home: Home,
  campaigns: readonly SeededCampaign[],
  credentials: PushCredentials,
  asks: Asks,
  { subject }: Outcome,
): Promise<Finding[]> {
  const apns = startChild('paced-apns.ts')
  const client = new pg.Client({ connectionString: place.databaseUrl })
  let server: Server | undefined
  try {
    const port = await apns.call<number>('start', credentials)
    server = await startBillfoldServer({ ...place, apns: apnsAt(port, credentials) })
    await client.connect()
    const durationMs = quick ? 4000 : 20_000
    progress('phones that ask, while nothing is pushed')
    await askFor(durationMs / 4, server, asks)
    const idle = await askFor(durationMs, server, asks)
    progress('phones that ask, during a walk of half speed')
    const half = subject.perSecond.median / 2
    await apns.call('answerAtMost', half)
    await publish(server, home, campaigns.at(-1)!, apns)
    await apns.call('rate')
    const walking = await askFor(durationMs, server, asks)
    const paced = await apns.call<number>('rate')
    await apns.call('answerAtMost', Number.POSITIVE_INFINITY)
    await endWalks(client)

    const findings: Finding[] = [
      ...['list', 'fetch'].flatMap((kind): Finding[] => {
        const [before, during] = [p99(idle[kind as keyof Asked]), p99(walking[kind as keyof Asked])]
        return [
          { what: `p99 of ${kind} at ${asksPerSecond} requests/s, idle`, value: before, unit: 'ms' },
          { what: `p99 of ${kind} during the walk`, value: during, unit: 'ms' },
          { what: `p99 of ${kind}, during the walk to idle`, value: during / before, unit: '×', atMost: 3 },
        ]
      }),
      { what: 'the walk’s rate meanwhile', value: paced, unit: 'pushes/s' },
    ]
    await countRowsWritten(client)
    for (const campaign of campaigns) {
      progress(`a change with ${campaign.passes} passes`)
      findings.push(...(await measureChange(server, home, campaign, apns, client)))
    }
    return findings
  } finally {
    await server?.stop()
    await client.end()
    await apns.stop()
  }
}

async function measureChange(
  server: Server,
  home: Home,
  campaign: SeededCampaign,
  apns: Child,
  client: pg.Client,
): Promise<Finding[]> {
  const passes = campaign.passes.toLocaleString('en')
  await takeRowsWritten(client)
  const firstPushMs = await publish(server, home, campaign, apns)
  // The jobs that a publication leaves are looked for twice a second.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const written = await takeRowsWritten(client)
  await endWalks(client)
  // The walk's pages are as many as there are phones; they are written while it pushes.
  const ofPages = (what: string) => what.startsWith('push_walk_pages') || what === 'push_walks update'
  const rows = [...written].reduce((sum, [what, count]) => (ofPages(what) ? sum : sum + count), 0)
  return [
    { what: `to the first push, ${passes} passes`, value: firstPushMs, unit: 'ms', atMost: 1000 },
    { what: `rows written by the change, ${passes} passes`, value: rows, unit: 'rows', atMost: 20 },
  ]
}

/** Changes a text of the campaign and tells how long after the request to publish the first push went out. */
async function publish({ port }: Server, home: Home, { id }: SeededCampaign, apns: Child): Promise<number> {
  const api = demoClient(`http://127.0.0.1:${port}`, home.apiKey)
  const { draft } = await api<{ draft: { content: object } }>('GET', `/api/campaigns/${id}`)
  const content = { ...draft.content, description: `Changed at ${new Date().toISOString()}` }
  await api('PUT', `/api/campaigns/${id}/draft`, { ...draft, content })
  const firstPush = apns.call('nextPush')
  const start = performance.now()
  await api('POST', `/api/campaigns/${id}/revisions`)
  await firstPush
  return performance.now() - start
}

/** Ends all walks early and forgets them, as the next one of a campaign would wait until ten seconds after the last. */
async function endWalks(client: pg.Client): Promise<void> {
  await client.query('update push_walks set read_all = true, due_at = null where finished_at is null')
  for (let underWay = 1; underWay > 0; ) {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int from push_walk_pages where pushed_at is null',
    )
    underWay = rows[0]?.count ?? 0
  }
  await client.query('delete from push_walks')
}

interface Asks {
  list(): HttpRequest
  fetch(): HttpRequest
}

type Asked = Readonly<Record<'list' | 'fetch', number[]>>

/** Lists and fetches by turns. */
async function askFor(durationMs: number, { port }: Server, { list, fetch }: Asks): Promise<Asked> {
  const load = { port, connections: 16, status: 200 }
  const [listMs, fetchMs] = await Promise.all([
    sendPaced(asksPerSecond / 2, durationMs, { ...load, next: list }),
    sendPaced(asksPerSecond / 2, durationMs, { ...load, next: fetch }),
  ])
  return { list: listMs, fetch: fetchMs }
}

/** Phones with passes that can be built and signed: those of the demo's own campaign. */
async function seedAskingPhones(core: Core, home: Home): Promise<Asks> {
  const { customerId, passTypeId } = home
  await seedPasses(core, home, askingPhones)
  const phones = Array.from({ length: askingPhones }, (_, index) => {
    const serial = serialOf(core, home, index + 1)
    return {
      deviceId: `asking-${index}`,
      passId: passIdOf(index + 1),
      path: `/v1/passes/${passTypeId}/${serial}`,
      authorization: `ApplePass ${phoneToken(core.keys, customerId, passTypeId, serial)}`,
    }
  })
  const ids = [phones.map(({ deviceId }) => deviceId), phones.map(({ passId }) => passId)]
  await core.database.pool.query(
    `insert into devices (customer_id, id, push_token, created_at, modified_at)
     select $1, id, id, now(), now() from unnest($2::text[]) as id`,
    [customerId, ids[0]],
  )
  await core.database.pool.query(
    `insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
     select $1, device_id, $2, pass_id, $3, now(), now() from unnest($4::text[], $5::text[]) as r (device_id, pass_id)`,
    [customerId, passTypeId, home.campaignId, ...ids],
  )
  const any = () => phones[Math.floor(Math.random() * phones.length)]!
  return {
    list: () => ({ method: 'GET', path: `/v1/devices/${any().deviceId}/registrations/${passTypeId}` }),
    fetch() {
      const { path, authorization } = any()
      return { method: 'GET', path, headers: { authorization } }
    },
  }
}
