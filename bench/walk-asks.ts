/** Phones that list and fetch while a walk is under way: how much longer they wait. */
import pg from 'pg'
import { phoneToken } from '../server/dist/credentials/phone-token.js'
import type { Core } from '../server/dist/passes/core.js'
import { type Child, startChild } from './child.ts'
import type { Context } from './context.ts'
import type { Finding } from './harness.ts'
import { type HttpRequest, sendPaced } from './http-load.ts'
import type { Home, Place } from './installation.ts'
import type { Sample } from './measure.ts'
import { p99 } from './numbers.ts'
import { inFlight } from './push-contender.ts'
import { apnsAt, type PushCredentials, startNghttpd } from './push-sink.ts'
import { passIdOf, seedPasses, serialOf } from './seed.ts'
import { type Server, startBillfoldServer } from './servers.ts'
import { changeDraft, endWalks } from './walk-changes.ts'
import type { SeededCampaign } from './walk-stock.ts'

/** Of another campaign than the one that changes. */
const askingPhones = 1000
export const asksPerSecond = 50

/**
 * The waits of phones that ask a server: while it does nothing else; while somebody else on the machine pushes at the
 * given rate; while it does so itself.
 *
 * @param perSecond what APNs is too far away to exceed
 */
export async function measureAsks(
  { folder, quick, progress }: Context,
  place: Place,
  home: Home,
  campaign: SeededCampaign,
  credentials: PushCredentials,
  asks: Asks,
  perSecond: number,
): Promise<Finding[]> {
  const sink = await startNghttpd(folder, credentials, { wantsCertificate: true, streams: inFlight })
  const far = startChild('far-apns.ts')
  const bare = startChild('push-contender.ts', ['bare'])
  const client = new pg.Client({ connectionString: place.databaseUrl })
  let server: Server | undefined
  try {
    const port = await far.call<number>('start', sink.port)
    await bare.call('open', { port, credentials })
    server = await startBillfoldServer({ ...place, apns: apnsAt(port, credentials) })
    await client.connect()
    const durationMs = quick ? 5000 : 30_000
    progress('phones that ask, while nothing is pushed')
    await askFor(durationMs / 4, server, asks)
    const idle = await askFor(durationMs, server, asks)

    progress('phones that ask, while the bare loop pushes')
    await moveAway(far, bare, perSecond)
    const pushing = bare.call<Sample>('measure', durationMs)
    const beside = await askFor(durationMs, server, asks)
    const besideRate = (await pushing).perSecond

    progress('phones that ask, while the server walks')
    const publish = await changeDraft(server, home, campaign)
    await publish()
    while ((await delivered(client)) === 0);
    const [before, start] = [await delivered(client), performance.now()]
    const walking = await askFor(durationMs, server, asks)
    const walkingRate = (((await delivered(client)) - before) / (performance.now() - start)) * 1000
    await far.call('delay', 0)
    await endWalks(client)

    return [
      ...(['list', 'fetch'] as const).flatMap((kind): Finding[] => {
        const [alone, besideBare, during] = [p99(idle[kind]), p99(beside[kind]), p99(walking[kind])]
        return [
          { what: `p99 of ${kind} at ${asksPerSecond} requests/s, idle`, value: alone, unit: 'ms' },
          { what: `p99 of ${kind} beside the bare loop, to idle`, value: besideBare / alone, unit: '×' },
          { what: `p99 of ${kind} during a walk, to idle`, value: during / alone, unit: '×', atMost: 3 },
        ]
      }),
      { what: 'the bare loop’s rate meanwhile', value: besideRate, unit: 'pushes/s' },
      { what: 'the walk’s rate meanwhile', value: walkingRate, unit: 'pushes/s' },
    ]
  } finally {
    await server?.stop()
    await client.end()
    await bare.stop()
    await far.stop()
    await sink.stop()
  }
}

/** Finds the distance at which the bare loop, and who has as many streams, pushes so fast and no faster. */
async function moveAway(far: Child, bare: Child, perSecond: number): Promise<void> {
  const roundTripMs = (rate: number) => (inFlight / rate) * 1000
  let delayMs = roundTripMs(perSecond)
  for (let trial = 0; trial < 3; trial++) {
    await far.call('delay', delayMs)
    const { perSecond: found } = await bare.call<Sample>('measure', 1500)
    delayMs = Math.max(0, delayMs + roundTripMs(perSecond) - roundTripMs(found))
  }
  await far.call('delay', delayMs)
}

async function delivered(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select coalesce(sum(delivered), 0)::int as count from push_walk_pages',
  )
  return rows[0]?.count ?? 0
}

export interface Asks {
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
export async function seedAskingPhones(core: Core, home: Home): Promise<Asks> {
  const { customerId, campaignId, passTypeId } = home
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
    [customerId, passTypeId, campaignId, ...ids],
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
