import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LockScreenLine, openPhone, type Phone, type Step } from '@billfold/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './place.ts'
import { apiOf, type Demo, type Server } from './servers.ts'

let place: Place
let server: Server<Demo>
const shown: LockScreenLine[] = []
const complaints: Step[] = []

beforeAll(async () => {
  place = await openPlace()
  server = await place.startDemo()
})
afterAll(async () => {
  await server.stop()
  await place.remove()
})

const newPhone = async (name: string): Promise<Phone> =>
  openPhone(join(place.dataDir, 'phones', name), {
    name,
    clock: { now: () => new Date() },
    roots: [await readFile(server.ready.rootCaFile)],
    onLockScreen: (line) => shown.push(line),
    onStep: (step) => step.kind === 'complaint' && complaints.push(step),
  })
const campaign = (word: string) => server.ready.campaigns.find(({ name }) => name.includes(word))!.id
const api = <T>(method: string, path: string, body?: object) => apiOf(server.ready)<T>(method, path, body)

async function link(campaignId: string, contactId: string, tokens: object): Promise<string> {
  const requests = [{ campaignId, customerId: server.ready.customerId, contactId, platform: 'auto', ...tokens }]
  return (await api<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', { requests })).urls[0]!.url
}
const passOf = async (contactId: string) =>
  (await api<{ items: { id: string }[] }>('GET', `/api/passes?contactId=${contactId}`)).items[0]!.id
/** A change is listed as soon as it has its number, some milliseconds after its transaction. */
async function refreshUntil(phone: Phone, text: string): Promise<void> {
  const textsAfterRefresh = async () => {
    await phone.refresh()
    return shown.map((line) => line.text)
  }
  await expect.poll(textsAfterRefresh, { timeout: 30_000, interval: 200 }).toContain(text)
}
const eventTypes = async (passId: string) =>
  (await api<{ items: { type: string }[] }>('GET', `/api/events?limit=1000&passId=${passId}`)).items.map(
    ({ type }) => type,
  )

describe('a link, a phone, and what happens to the pass', () => {
  it('welcome on install, new points, void: the lock screen says each once', async () => {
    const phone = await newPhone('first')
    const url = await link(campaign('Coffee'), 'ada', { contact: { firstName: 'Ada' }, voucher: { points: 120 } })
    const { pass } = await phone.add(url)
    expect(shown.map((line) => line.text)).toEqual(['Welcome, Ada! Your first ten points are waiting at the counter.'])

    const id = await passOf('ada')
    await api('PATCH', `/api/passes/${id}`, { voucher: { points: 140 } })
    await refreshUntil(phone, 'You have 140 points now.')
    await api('POST', `/api/passes/${id}/void`, { reason: 'lost' })
    const voidedAfterRefresh = async () => {
      await phone.refresh()
      return (await phone.show(pass.serialNumber)).voided
    }
    await expect.poll(voidedAfterRefresh).toBe(true)
    expect(shown).toHaveLength(2)

    expect(await phone.remove(pass.serialNumber)).toEqual({ unregistered: true })
    await expect.poll(() => eventTypes(id)).toEqual(['created', 'opened', 'download', 'updated', 'voided', 'delete'])
    expect(complaints).toEqual([])
  })

  it('a message due ten seconds after the installation comes by itself, to each of two phones', async () => {
    const url = await link(campaign('Museum'), 'grace', { contact: { firstName: 'Grace' } })
    const phones = [await newPhone('second'), await newPhone('third')]
    for (const phone of phones) await phone.add(url)
    const text = 'Thank you for joining. Members enter an hour earlier.'
    for (const phone of phones) await refreshUntil(phone, text)
    expect(shown.filter((line) => line.text === text).map((line) => line.phone)).toEqual(['second', 'third'])
    const types = ['created', 'opened', 'download', 'opened', 'download', 'updated']
    expect(await eventTypes(await passOf('grace'))).toEqual(types)
  })
})
