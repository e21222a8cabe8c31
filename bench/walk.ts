import { type Child, startChild } from './child.ts'
import type { Bench, Context } from './context.ts'
import { compare, type Finding, type Outcome } from './harness.ts'
import { type Home, install, type Place } from './installation.ts'
import type { Sample } from './measure.ts'
import { inFlight } from './push-contender.ts'
import { apnsAt, issuePushCredentials, type PushCredentials, startNghttpd } from './push-sink.ts'
import { asksPerSecond, measureAsks, seedAskingPhones } from './walk-asks.ts'
import { measureChanges } from './walk-changes.ts'
import { type SeededCampaign, seedCampaigns } from './walk-stock.ts'
import type { WalkerOptions, WholeWalk } from './walk-walker.ts'

const sizes = { full: [1000, 100_000, 1_000_000], quick: [1000, 10_000, 100_000] } as const

export const walk: Bench = {
  name: 'walk',
  method: [
    `A campaign with 1,000,000 passes changes, each on a phone of its own; others of ${sizes.full.slice(0, 2).join(' and ')} share the tables.`,
    `Reference: the bare loop of the benchmark pushes, ${inFlight} under way. Billfold: its walker, from PostgreSQL, page by page.`,
    'Both push to nghttpd with 1,000 streams; each is a process of its own. A first push is timed from the request that',
    `publishes, through a server as it ships. ${asksPerSecond} requests a second alternately list and fetch, the passes signed; APNs is so far`,
    'away that its streams bear half of the walker’s rate. The bare loop beside an idle server shows what is the machine’s.',
  ],
  async run(context) {
    const credentials = await issuePushCredentials(context.folder)
    const { billfold, home, place: placeOnly } = await install(context, 'walk')
    context.progress('loading the passes')
    const asks = await seedAskingPhones(billfold.core, home)
    await billfold.stop()
    const campaigns = await seedCampaigns(placeOnly.databaseUrl, home, context.quick ? sizes.quick : sizes.full)
    await (await context.postgres()).settle()
    const largest = campaigns.at(-1)!
    const outcome = await measureWalk(context, placeOnly, home, largest, credentials)
    const half = outcome.subject.perSecond.median / 2
    const findings = [
      ...outcome.findings,
      ...(await measureAsks(context, placeOnly, home, largest, credentials, asks, half)),
      ...(await measureChanges(context, placeOnly, home, campaigns, credentials)),
    ]
    await (await context.postgres()).drop('walk')
    return [{ ...outcome, findings }]
  },
}

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
