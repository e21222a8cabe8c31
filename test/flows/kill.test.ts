import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAcceptedByOthers } from '../../packages/pkpass/src/testing/accepted-by-others.ts'
import { type Card, cardOf, get, list, register } from './device.ts'
import { openPlaceWithOwnPostgres, type Place } from './place.ts'
import { apiOf, type Demo, type Server } from './servers.ts'

const rounds = 6
const clients = 6

/** What the server has acknowledged to one client. */
interface Acknowledged {
  readonly opened: Map<string, string>
  readonly registered: Map<string, Card>
}

describe('SIGKILL of server and database at random points of opens and registrations', () => {
  let place: Place
  let server: Server<Demo>
  beforeAll(async () => {
    place = await openPlaceWithOwnPostgres()
    server = await place.startDemo()
  })
  afterAll(async () => {
    await server.stop()
    await place.remove()
  })

  it('every acknowledged answer is still true afterwards', async () => {
    const { campaigns, customerId } = server.ready
    const requests = Array.from({ length: clients * rounds * 40 }, (_, index) => ({
      campaignId: campaigns[0]!.id,
      customerId,
      contactId: `contact-${index}`,
      platform: 'apple',
      contact: { firstName: `Guest ${index}` },
    }))
    const { urls } = await apiOf(server.ready)<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', { requests })
    // The port is another one after each restart; the token is what stays.
    const tokens = urls.map(({ url }) => url.slice(url.lastIndexOf('/') + 1))
    const acknowledged: Acknowledged = { opened: new Map(), registered: new Map() }

    for (let round = 0; round < rounds; round++) {
      let running = true
      const work = Array.from({ length: clients }, async (_, client) => {
        for (let n = 0; running && n < 40; n++) {
          const index = (round * clients + client) * 40 + n
          await openAndRegister(server.ready.baseUrl, index, tokens[index]!, acknowledged).catch(() => {})
        }
      })
      await killAll(round, acknowledged, acknowledged.registered.size + 2 + Math.random() * 20)
      running = false
      await Promise.all(work)
      server = await place.startDemo()
    }

    expect(acknowledged.registered.size).toBeGreaterThan(rounds)
    const { baseUrl } = server.ready
    for (const [contactId, serial] of acknowledged.opened) {
      const { items } = await apiOf(server.ready)<{ items: { contactId: string }[] }>(
        'GET',
        `/api/passes?serialNumber=${serial}`,
      )
      expect(
        items.map((pass) => pass.contactId),
        `pass ${serial}`,
      ).toEqual([contactId])
    }
    for (const [device, card] of acknowledged.registered) {
      expect((await list(baseUrl, device, card.passTypeIdentifier, undefined))?.serialNumbers).toEqual([
        card.serialNumber,
      ])
      const fetched = await get(baseUrl, card, undefined)
      expect(fetched?.pass.serialNumber).toBe(card.serialNumber)
      expect(await register(baseUrl, device, card)).toBe(200)
    }
    const [one] = acknowledged.registered.values()
    expectAcceptedByOthers((await get(baseUrl, one!, undefined))!.bytes, server.ready.rootCaFile)
    const contacts = [...acknowledged.opened.keys()]
    expect(new Set(contacts).size).toBe(contacts.length)
    await everyPassHasItsEvents(acknowledged)
  })

  async function openAndRegister(
    baseUrl: string,
    index: number,
    token: string,
    acknowledged: Acknowledged,
  ): Promise<void> {
    const response = await fetch(`${baseUrl}/api/pass/create/${token}?wallet=apple`)
    if (response.status !== 200) throw new Error(`open: ${response.status}`)
    const card = cardOf(new Uint8Array(await response.arrayBuffer()))
    acknowledged.opened.set(`contact-${index}`, card.serialNumber)
    const device = index.toString(16).padStart(32, '0')
    if ((await register(baseUrl, device, card)) === 201) acknowledged.registered.set(device, card)
  }

  /** In turn: the server alone, its database with it, the database first; once so many registrations are acknowledged. */
  async function killAll(round: number, { registered }: Acknowledged, acknowledgedCount: number): Promise<void> {
    while (registered.size < acknowledgedCount) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50))
    const pidFile = join(place.dataDir, 'postgres/cluster/postmaster.pid')
    const postmaster = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
    if (round % 3 === 2) process.kill(postmaster, 'SIGKILL')
    await server.kill()
    if (round % 3 === 1) process.kill(postmaster, 'SIGKILL')
  }

  async function everyPassHasItsEvents({ opened, registered }: Acknowledged): Promise<void> {
    const counts = new Map<string, number>()
    for (let after = 0; ; ) {
      const { items } = await apiOf(server.ready)<{ items: { number: number; type: string }[] }>(
        'GET',
        `/api/events?limit=1000&after=${after}`,
      )
      if (items.length === 0) break
      for (const { type } of items) counts.set(type, (counts.get(type) ?? 0) + 1)
      after = items.at(-1)!.number
    }
    expect(counts.get('created')).toBeGreaterThanOrEqual(opened.size)
    expect(counts.get('opened')).toBeGreaterThanOrEqual(opened.size)
    expect(counts.get('download')).toBeGreaterThanOrEqual(registered.size)
  }
})
