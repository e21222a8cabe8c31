import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { device, openPushWorld, type PushWorld } from '../../test/push-world.ts'
import type { Pass } from '../passes/pass.ts'

const minute = 60_000

let pushes: PushWorld
let authorization: string
let devices = 0
beforeAll(async () => {
  pushes = await openPushWorld()
  authorization = `Bearer ${await pushes.apple.apiKey(['passes:read'])}`
})
afterAll(() => pushes.close())
beforeEach(() => {
  pushes.apns.script({ kind: 'reset' })
  pushes.apple.world.clock.advance(minute)
})

const newPhone = async () => {
  const id = device(++devices)
  const pass = await pushes.install(id)
  pushes.apple.world.clock.advance(1000)
  return { id, pass }
}
const ask = async (pass: Pass, what: 'timeline' | 'diagnosis') => {
  await pushes.apple.deps.evidence.flush()
  const answer = await pushes.apple.app.inject({ url: `/api/passes/${pass.id}/${what}`, headers: { authorization } })
  expect(answer.statusCode).toBe(200)
  return answer.json()
}
const findingOf = async (pass: Pass) => (await ask(pass, 'diagnosis')).devices[0]?.finding
const changed = async (pass: Pass, points = 1) => {
  await pushes.setPoints(pass, points)
  await pushes.settle()
}
const logs = (pass: Pass, id: string, error: string) =>
  pushes.apple.app.inject({
    method: 'POST',
    url: '/v1/log',
    payload: {
      logs: [
        `[2026-11-22 09:00:00 +0100] Get pass task (for device ${id}, pass type ${pass.passTypeId}, serial number ${pass.serial}; with web service url https://passes.example) encountered error: ${error}`,
      ],
    },
  })

describe('GET /api/passes/:id/timeline', () => {
  it('tells the story in order, with how sure a fetch is, and what the phone says as unproved', async () => {
    const { id, pass } = await newPhone()
    await changed(pass)
    pushes.apple.world.clock.advance(1000)
    await pushes.apple.phone.list(id)
    pushes.apple.world.clock.advance(1000)
    await pushes.apple.phone.fetch(pass)
    pushes.apple.world.clock.advance(1000)
    await logs(pass, id, 'Unexpected response code 500')
    const { items } = await ask(pass, 'timeline')
    const kinds = items.map((item: { kind: string; data: { type?: string } }) => item.data.type ?? item.kind)
    expect(kinds.slice(0, 2)).toEqual(['created', 'download'])
    expect(kinds.slice(-5)).toEqual(['updated', 'push', 'list', 'fetch', 'phoneLog'])
    const fetched = items.at(-2)
    expect(fetched.data).toMatchObject({ certainty: 'certain' })
    expect(fetched.text).toContain('by this device, for certain')
    expect(items.at(-1).text).toContain('nobody proves it')
    expect(JSON.stringify(items)).not.toContain(id)
  })

  it('proves a push of a walk by its page', async () => {
    const { pass } = await newPhone()
    await pushes.republish('Walked')
    await pushes.settle()
    const { items } = await ask(pass, 'timeline')
    expect(items.at(-1)).toMatchObject({ kind: 'push', data: { outcome: 'delivered', round: 0 } })
  })

  it('is refused without a key that reads passes, and for passes of nobody', async () => {
    const { pass } = await newPhone()
    const url = `/api/passes/${pass.id}/timeline`
    expect((await pushes.apple.app.inject({ url })).statusCode).toBe(401)
    const other = `Bearer ${await pushes.apple.apiKey(['events:read'])}`
    expect((await pushes.apple.app.inject({ url, headers: { authorization: other } })).statusCode).toBe(403)
    const unknown = { url: '/api/passes/pas_0/diagnosis', headers: { authorization } }
    expect((await pushes.apple.app.inject(unknown)).statusCode).toBe(404)
  })
})

describe('GET /api/passes/:id/diagnosis', () => {
  it('says when no phone has registered, and when none is any more', async () => {
    const pass = await pushes.apple.issue(pushes.campaignId, 'never-added')
    expect((await ask(pass, 'diagnosis')).summary).toMatch(/^No phone has registered/)
    const { id, pass: removed } = await newPhone()
    await pushes.apple.phone.unregister(removed, id)
    expect((await ask(removed, 'diagnosis')).summary).toMatch(/^No phone is registered for this pass any more/)
  })

  it('follows an update from its event to the phone', async () => {
    const { id, pass } = await newPhone()
    await changed(pass)
    pushes.apple.world.clock.advance(1000)
    await pushes.setPoints(pass, 2)
    expect(await findingOf(pass)).toBe('changeUnnumbered')
    await pushes.settle()
    expect(await findingOf(pass)).toBe('pushWaits')
    pushes.apple.world.clock.advance(10_000)
    await pushes.run()
    expect(await findingOf(pass)).toBe('notListed')
    await pushes.apple.phone.list(id)
    expect(await findingOf(pass)).toBe('notFetched')
    await logs(pass, id, 'Authentication failure')
    expect(await findingOf(pass)).toBe('tokenRejected')
    await pushes.apple.phone.fetch(pass)
    const { summary, devices } = await ask(pass, 'diagnosis')
    expect(devices[0].finding).toBe('upToDate')
    expect(summary).toBe('1 device is registered, and up to date.')
  })

  it('says that a fetch was not certainly this device’s', async () => {
    const { id, pass } = await newPhone()
    await pushes.apple.phone.register(pass, device(++devices), device(devices))
    await changed(pass)
    await pushes.apple.phone.list(id)
    pushes.apple.world.clock.advance(2 * minute)
    await pushes.apple.phone.fetch(pass)
    expect(await findingOf(pass)).toBe('probablyUpToDate')
  })

  it.each([
    ['BadDeviceToken', 'tokenRefused'],
    ['ServiceUnavailable', 'pushFails'],
    ['BadCertificate', 'pushesStopped'],
  ])('after %s says %s', async (reason, finding) => {
    const { id, pass } = await newPhone()
    pushes.apns.script({ kind: 'answer', reason, deviceToken: id })
    await changed(pass)
    const { devices, summary } = await ask(pass, 'diagnosis')
    expect(devices[0]).toMatchObject({ finding, detail: expect.stringContaining(reason) })
    expect(devices[0].remedy).not.toBe('')
    expect(summary).toBe('1 device is registered; 1 may not show the present version.')
  })
})
