import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../server/test/database.ts'
import { startNats } from '../../server/test/nats.ts'
import { apiOf, type Demo, type Server, startServer } from './servers.ts'

const passCount = 450
/** These before NATS comes up: more than a thousand events. */
const passesBefore = 350
/** Of each pass: created, and two changes. */
const eventsPerPass = 3
const writers = 8

interface LoggedEvent {
  readonly number: number
  readonly id: string
  readonly passId: string | null
}

interface CloudEvent {
  readonly id: string
  readonly subject?: string
  readonly sequence: string
}

describe('NATS is down for a thousand events, and the server is killed meanwhile', () => {
  let folder: string
  let env: Record<string, string>
  let dropDatabase: () => Promise<void>
  let natsPort: number
  const servers: Server<unknown>[] = []
  beforeAll(async () => {
    const database = await testDatabase()
    dropDatabase = database.drop
    folder = await mkdtemp(join(tmpdir(), 'billfold-events-'))
    // Only to find a port that is free.
    const nats = await startNats({ folder: join(folder, 'nats') })
    natsPort = nats.port
    await nats.kill()
    env = {
      BILLFOLD_DATABASE_URL: database.url,
      BILLFOLD_SECRET: 'the secret of a server whose events leave',
      BILLFOLD_NATS_URL: nats.url,
      BILLFOLD_ALLOW_TEST_WALLETS: 'true',
    }
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await dropDatabase()
    await rm(folder, { recursive: true, force: true })
  })

  async function start<Ready>(args: readonly string[] = []): Promise<Server<Ready>> {
    const server = await startServer<Ready>([...args, '--port', '0', '--data', folder], env)
    servers.push(server)
    return server
  }

  it('all arrive once, with the ids that the log has, in order per pass', async () => {
    const first = await start<Demo>(['--demo'])
    await makeEvents(first.ready, 0, passesBefore / 2)
    await first.kill()
    const two = [await start<{ baseUrl: string }>(), await start<{ baseUrl: string }>()] as const
    const api = { ...first.ready, baseUrl: two[1].ready.baseUrl }
    await makeEvents(api, passesBefore / 2, passesBefore)
    const nats = await startNats({ folder: join(folder, 'nats'), port: natsPort })
    // Both relay while the rest comes in; one of them is killed at it.
    const rest = makeEvents(api, passesBefore, passCount)
    await two[0].kill()
    await rest

    const events = await everyEvent(api)
    const connection = await connect({ servers: nats.url })
    await expect.poll(() => storedCount(connection)).toBe(events.length)
    const arrived = await everyMessage(connection, events.length)
    await connection.close()
    expect(arrived.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    expect(numbersByPass(arrived.map(({ subject, sequence }) => [subject, Number(sequence)]))).toEqual(
      numbersByPass(events.map(({ passId, number }) => [passId ?? undefined, number])),
    )
    await two[1].stop()
    await nats.kill()
  })

  async function makeEvents(to: Pick<Demo, 'baseUrl' | 'apiKey' | 'campaigns'>, from: number, until: number) {
    const api = apiOf(to)
    const campaignId = to.campaigns[0]!.id
    let next = from
    const write = async () => {
      while (next < until) {
        const contactId = `contact-${next++}`
        const { id } = await api<{ id: string }>('POST', '/api/passes', { campaignId, contactId })
        for (let points = 1; points < eventsPerPass; points++)
          await api('PATCH', `/api/passes/${id}`, { voucher: { points } })
      }
    }
    await Promise.all(Array.from({ length: writers }, write))
  }

  /** The whole log, once every event has its number. */
  async function everyEvent(to: Pick<Demo, 'baseUrl' | 'apiKey'>): Promise<LoggedEvent[]> {
    const all: LoggedEvent[] = []
    while (all.filter(({ passId }) => passId !== null).length < passCount * eventsPerPass) {
      const query = `after=${all.at(-1)?.number ?? 0}&limit=1000&waitSeconds=30`
      const { items } = await apiOf(to)<{ items: LoggedEvent[] }>('GET', `/api/events?${query}`)
      all.push(...items)
    }
    return all
  }
})

/** Numbers of events in the order given, pass by pass. */
function numbersByPass(events: readonly (readonly [passId: string | undefined, number: number])[]) {
  const numbers = new Map<string, number[]>()
  for (const [passId, number] of events) {
    if (passId?.startsWith('pas_')) numbers.set(passId, [...(numbers.get(passId) ?? []), number])
  }
  return numbers
}

async function storedCount(connection: NatsConnection): Promise<number> {
  const { streams } = await jetstreamManager(connection)
  return (await streams.info('wallet-passes')).state.messages
}

async function everyMessage(connection: NatsConnection, count: number): Promise<CloudEvent[]> {
  const consumer = await (await jetstreamManager(connection)).jetstream().consumers.get('wallet-passes')
  const all: CloudEvent[] = []
  for await (const message of await consumer.fetch({ max_messages: count, expires: 30_000 })) {
    all.push(message.json())
    if (all.length === count) break
  }
  return all
}
