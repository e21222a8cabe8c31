import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Bench, Context } from './context.ts'
import { compare, type Outcome, type Round } from './harness.ts'
import { type HttpRequest, sendFor } from './http-load.ts'
import { type Home, install } from './installation.ts'
import { ask, type Server, startBillfoldServer, startReferenceServer } from './servers.ts'

const connections = 32
const devices = 200_000
const passesOfDevice = 5
const collector = 'collector-with-1000-passes'
const passesOfCollector = 1000

export const list: Bench = {
  name: 'list',
  method: [
    `GET /v1/devices/…/registrations/…, ${devices.toLocaleString('en')} devices with ${passesOfDevice} passes each and one with 1,000: a million registrations.`,
    `${connections} kept connections, devices at random; load, server and PostgreSQL share the machine.`,
    'Reference: a bare Fastify route around the same named statement by pg, with as many database connections.',
    'Billfold: the server as it ships. Each is a process of its own, on the same database.',
  ],
  async run(context) {
    const { billfold, home, place } = await install(context, 'list')
    await billfold.stop()
    const people = context.quick ? devices / 100 : devices
    context.progress(`loading ${(people * passesOfDevice).toLocaleString('en')} registrations`)
    await load(place.databaseUrl, home, people)
    await (await context.postgres()).settle()
    const servers: Server[] = []
    try {
      const subject = await startBillfoldServer(place)
      servers.push(subject)
      const reference = await startReferenceServer({ databaseUrl: place.databaseUrl, customerId: home.customerId })
      servers.push(reference)
      const outcomes: Outcome[] = []
      for (const each of casesFor(home, people)) {
        await agree(each, reference, subject)
        context.progress(each.title)
        outcomes.push(await compareCase(context, each, reference, subject))
      }
      return outcomes
    } finally {
      for (const server of servers) await server.stop()
      await (await context.postgres()).drop('list')
    }
  },
}

interface Case {
  readonly title: string
  readonly status: number
  request(): HttpRequest
}

function casesFor({ passTypeId }: Home, people: number): Case[] {
  const path = (device: string) => `/v1/devices/${device}/registrations/${passTypeId}`
  const anyDevice = () => deviceIdOf(1 + Math.floor(Math.random() * people))
  const get = (path: string): HttpRequest => ({ method: 'GET', path })
  return [
    { title: 'list: five passes, all changed', status: 200, request: () => get(path(anyDevice())) },
    {
      title: 'list: nothing changed',
      status: 204,
      request: () => get(`${path(anyDevice())}?passesUpdatedSince=${people * passesOfDevice + passesOfCollector}`),
    },
    { title: 'list: 1,000 passes, all changed', status: 200, request: () => get(path(collector)) },
  ]
}

/** Two servers that do not answer the same are not to be compared. */
async function agree({ title, request, status }: Case, ...servers: readonly Server[]): Promise<void> {
  for (let n = 0; n < 20; n++) {
    const asked = request()
    const [one, other] = await Promise.all(servers.map((server) => ask(server, asked)))
    if (one?.status === status && other?.status === status && isDeepStrictEqual(one.json, other.json)) continue
    throw new Error(`${title}: ${asked.path} is answered ${one?.bytes} by one server and ${other?.bytes} by the other.`)
  }
}

function compareCase({ plan }: Context, each: Case, reference: Server, subject: Server): Promise<Outcome> {
  const measureOn =
    ({ port, measure }: Server) =>
    ({ durationMs }: Round) =>
      measure(() => sendFor(durationMs, { port, connections, status: each.status, next: each.request }))
  return compare(
    {
      title: each.title,
      operation: 'requests',
      reference: { name: 'bare Fastify route', measure: measureOn(reference) },
      subject: { name: 'Billfold', measure: measureOn(subject) },
      toReach: 0.8,
    },
    plan,
  )
}

/** As long and as random as those of phones. PostgreSQL computes the same. */
const deviceIdOf = (n: number): string => createHash('md5').update(String(n)).digest('hex')

/**
 * Each device has one pass of each of five campaigns, which came to it at different times: a device's rows lie apart.
 * Versions are those of a log in which every pass changed once.
 */
async function load(databaseUrl: string, { customerId, campaignId, passTypeId }: Home, people: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const run = (text: string, ...values: unknown[]) => client.query(text, values)
  try {
    // Row by row, the foreign keys would take longer than all else; what is written here fits them.
    await run('set session_replication_role = replica')
    await run(
      `insert into contacts (customer_id, id, wrapped_key, created_at)
       select $1, 'contact-' || n, '\\x00', now() from generate_series(1, $2::int) n`,
      customerId,
      people + passesOfCollector,
    )
    await run(
      `insert into campaigns (customer_id, id, name, kind, wallet_configuration_id, pass_type_id, state, revision, modified_at, created_at)
       select customer_id, 'campaign-' || n, name, kind, wallet_configuration_id, pass_type_id, state, revision, modified_at, created_at
       from campaigns, generate_series(1, $3::int) n where customer_id = $1 and id = $2`,
      customerId,
      campaignId,
      passesOfDevice,
    )
    const passes = `
      insert into passes (customer_id, id, campaign_id, contact_id, pass_type_id, serial, tokens, version, modified_at, created_at)
      select $1, 'pas_' || lpad(v::text, 26, '0'), 'campaign-' || c, 'contact-' || n, $2,
        substr(md5('serial ' || v), 1, 26), '{"voucher.points": 120}', v, date_trunc('second', now()), now()`
    const registrations = `
      insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
      select $1, d, $2, 'pas_' || lpad(v::text, 26, '0'), 'campaign-' || c, now(), now()`
    const everyPass = `(select c, n, (c - 1) * $3::int + n as v, md5(n::text) as d
      from generate_series(1, ${passesOfDevice}) c, generate_series(1, $3::int) n) as every`
    const collected = `(select 1 as c, $3::int + n as n, $3::int * ${passesOfDevice} + n as v, '${collector}' as d
      from generate_series(1, ${passesOfCollector}) n) as every`
    for (const source of [everyPass, collected]) {
      await run(`${passes} from ${source}`, customerId, passTypeId, people)
      await run(`${registrations} from ${source}`, customerId, passTypeId, people)
    }
    await run('vacuum analyze contacts, campaigns, passes, registrations')
  } finally {
    await client.end()
  }
}
