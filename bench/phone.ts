import type { Bench, Context } from './context.ts'
import { type Comparison, compare, type Outcome, type Round } from './harness.ts'
import { type HttpRequest, sendAll, sendFor } from './http-load.ts'
import { install } from './installation.ts'
import type { Count } from './measure.ts'
import { guestOf, iPhone, prepareStock, type Stock } from './phone-stock.ts'
import { ask, type Server, startBillfoldServer, startReferenceServer } from './servers.ts'

const connections = 16
/** A full round makes so many passes and registrations, which cannot be made a second time. */
const opensPerRound = 2500
const registrationsPerRound = 4000

export const phone: Bench = {
  name: 'phone',
  method: [
    `${connections} kept connections; load, server and PostgreSQL share the machine. Passes of the demo’s loyalty card.`,
    'Reference: bare Fastify routes around the same statements, named and by hand, in the same transactions; opening',
    'signs with the same library. No authentication, no encryption, no templates, no numbering.',
    'Billfold: the server as it ships, its sequencer running. Each has its own copy of the same database.',
  ],
  async run(context) {
    const { rounds, round, warmUp } = context.plan
    const needed = (perRound: number) => Math.ceil(perRound * (rounds * round.share + warmUp.share)) + rounds + 2
    const amounts = { passes: needed(registrationsPerRound), links: needed(opensPerRound) }
    const { billfold, home, place } = await install(context, 'phone')
    context.progress(`making ${amounts.passes} passes and ${amounts.links} links`)
    const stock = await prepareStock({ billfold, home, place }, amounts)
    await billfold.stop()

    const postgres = await context.postgres()
    const referenceUrl = await postgres.create('phone_reference', 'phone')
    const { customerId } = home
    const servers: Server[] = []
    const started = async (role: Side['role'], server: Promise<Server>): Promise<Side> => {
      servers.push(await server)
      return { role, server: await server, opened: 0, registered: 0 }
    }
    try {
      const reference = startReferenceServer({ databaseUrl: referenceUrl, customerId, phone: stock.reference })
      const sides: Sides = {
        reference: await started('reference', reference),
        subject: await started('subject', startBillfoldServer(place)),
      }
      const outcomes: Outcome[] = []
      for (const each of casesFor(stock)) {
        context.progress(each.title)
        await agree(each, sides)
        outcomes.push(await compare(await comparisonOf(context, each, sides), context.plan))
      }
      return outcomes
    } finally {
      for (const server of servers) await server.stop()
    }
  },
}

/** One of the two servers, with how much of the stock it has used up. */
interface Side {
  readonly role: 'reference' | 'subject'
  readonly server: Server
  opened: number
  registered: number
}

interface Sides {
  readonly reference: Side
  readonly subject: Side
}

interface Case {
  readonly title: string
  readonly status: number
  /** How much a full round does, if it does a fixed amount: of what can be done only once. */
  readonly perRound?: number
  request(side: Side): HttpRequest
}

function casesFor({ passes, linkPaths }: Stock): Case[] {
  const anyBelow = (count: number) => Math.floor(Math.random() * count)
  const open = ({ role }: Side, index: number): HttpRequest => ({
    method: 'GET',
    path: role === 'subject' ? linkPaths[index]! : `/open/${guestOf(index + 1)}`,
    headers: iPhone,
  })
  return [
    {
      title: 'fetch a pass that has not changed (304)',
      status: 304,
      request() {
        const { path, authorization, lastModified } = passes[anyBelow(passes.length)]!
        const headers = { authorization, 'if-modified-since': lastModified }
        return { method: 'GET', path: `/v1/passes/${path}`, headers }
      },
    },
    {
      title: 'open a link for the first time',
      status: 200,
      perRound: opensPerRound,
      request: (side) => open(side, side.opened++),
    },
    { title: 'open a link again', status: 200, request: (side) => open(side, anyBelow(side.opened)) },
    {
      title: 'register a phone for a new pass',
      status: 201,
      perRound: registrationsPerRound,
      request(side) {
        const { path, authorization } = passes[side.registered++]!
        const device = side.registered.toString(16).padStart(32, 'd')
        const pushToken = side.registered.toString(16).padStart(64, '0')
        const headers = { authorization, 'content-type': 'application/json' }
        const body = JSON.stringify({ pushToken })
        return { method: 'POST', path: `/v1/devices/${device}/registrations/${path}`, headers, body }
      },
    },
  ]
}

async function comparisonOf(context: Context, each: Case, { reference, subject }: Sides): Promise<Comparison> {
  const postgres = await context.postgres()
  const measureOn = (side: Side) => async (round: Round) => {
    await postgres.settle()
    return side.server.measure(() => sendCase(each, side, round))
  }
  return {
    title: each.title,
    operation: 'requests',
    reference: { name: 'bare Fastify route, statements by hand', measure: measureOn(reference) },
    subject: { name: 'Billfold', measure: measureOn(subject) },
    toReach: 0.7,
  }
}

function sendCase(each: Case, side: Side, { durationMs, share }: Round): Promise<Count> {
  const { port } = side.server
  const load = { port, connections, status: each.status, next: () => each.request(side) }
  if (each.perRound === undefined) return sendFor(durationMs, load)
  const count = Math.ceil(each.perRound * share)
  return sendAll({ ...load, next: (n) => (n < count ? each.request(side) : undefined) })
}

/** Both must do the same work: the same status, and passes of about the same size. */
async function agree(each: Case, { reference, subject }: Sides): Promise<void> {
  const [theirs, ours] = [
    await ask(reference.server, each.request(reference)),
    await ask(subject.server, each.request(subject)),
  ]
  const sizes = [theirs, ours].map(({ bytes }) => bytes.length)
  const isAlike = Math.min(...sizes) >= 0.98 * Math.max(...sizes)
  if (theirs.status === each.status && ours.status === each.status && isAlike) return
  const [one, other] = [ours, theirs].map(
    ({ status, bytes, json }) => `${status} with ${json === null ? `${bytes.length} bytes` : JSON.stringify(json)}`,
  )
  throw new Error(`${each.title}: Billfold answers ${one}, the reference ${other}.`)
}
