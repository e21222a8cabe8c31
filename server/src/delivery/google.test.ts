import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GoogleWorld, openGoogleWorld } from '../../test/google-world.ts'
import { noteHolder } from '../google/holders.ts'
import type { Pass } from '../passes/pass.ts'
import { diagnosePass } from './diagnosis.ts'
import { timelineOf } from './timeline.ts'

let google: GoogleWorld
let campaignId: string
beforeAll(async () => {
  google = await openGoogleWorld()
  campaignId = await google.publish()
})
afterAll(() => google.close())
beforeEach(() => {
  google.google.script({ kind: 'reset' })
  google.world.clock.advance(3_600_000)
})

const deps = () => ({ db: google.world.database.db, pool: google.world.database.pool })
const diagnosed = async (pass: Pass) => diagnosePass(deps(), await google.reload(pass), google.world.clock.now())
const findingOf = async (pass: Pass) => (await diagnosed(pass)).google?.finding
const hear = async (pass: Pass, event: 'save' | 'del') => {
  google.world.clock.advance(1000)
  await noteHolder(
    google.world.core,
    { customerId: pass.customerId, passId: pass.id },
    { event, how: 'callback' },
    async () => true,
  )
  await google.world.number()
}
const saved = async () => {
  const pass = await google.install(campaignId)
  await google.save(pass)
  await hear(pass, 'save')
  await google.settle()
  return pass
}
const setPoints = (pass: Pass, points: number) => google.setTokens(pass, { 'voucher.points': points })

describe('the diagnosis', () => {
  it('of a pass that nobody asked for at Google says nothing of it', async () => {
    const pass = await google.issue(campaignId, 'apple-only')
    expect(await diagnosed(pass)).toMatchObject({
      google: null,
      summary: expect.stringMatching(/^No phone has registered for this pass/),
    })
  })

  it('follows a pass from its link to its holder and back', async () => {
    const pass = await google.install(campaignId)
    await google.settle()
    expect(await findingOf(pass)).toBe('notSaved')
    await google.save(pass)
    await hear(pass, 'save')
    expect(await diagnosed(pass)).toMatchObject({
      summary: 'Google Wallet: Google has the present version, and brings it to the phones of its holders.',
      google: { finding: 'upToDate', notificationsLeft: 3 },
    })
    await setPoints(pass, 1)
    expect(await findingOf(pass)).toBe('changeUnnumbered')
    await google.follow()
    expect(await findingOf(pass)).toBe('updateWaits')
    await google.run()
    expect(await diagnosed(pass)).toMatchObject({ google: { finding: 'upToDate', notificationsLeft: 2 } })
    await hear(pass, 'del')
    expect(await findingOf(pass)).toBe('removed')
  })

  it('names what Google refuses, in its words', async () => {
    const pass = await saved()
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid heroImage', method: 'PATCH' })
    await setPoints(pass, 1)
    await google.settle()
    expect((await diagnosed(pass)).google).toMatchObject({ finding: 'refused', detail: 'Invalid heroImage' })
  })

  it('says whether Google fails at one pass, at all of them, or refuses us', async () => {
    const pass = await saved()
    google.google.script({ kind: 'answer', status: 500, method: 'PATCH' })
    await setPoints(pass, 1)
    await google.settle()
    expect(await findingOf(pass)).toBe('updateFails')
    google.google.script({ kind: 'away', forMs: 10_000 })
    google.world.clock.advance(5000)
    await google.run()
    expect(await findingOf(pass)).toBe('backingOff')
    google.google.script({ kind: 'reset' })
    google.google.script({ kind: 'issuer', issuerId: google.issuerId, apiEnabled: false })
    google.world.clock.advance(60_000)
    await google.run()
    expect((await diagnosed(pass)).google).toMatchObject({
      finding: 'stopped',
      detail: expect.stringMatching(/^\w+ since 20\S+Z: .*Google Wallet API/),
      remedy: expect.stringContaining('billfold wallet check'),
    })
    google.google.script({ kind: 'issuer', issuerId: google.issuerId, apiEnabled: true })
    google.world.clock.advance(900_000)
    await google.run()
    expect(await findingOf(pass)).toBe('upToDate')
  })

  it('says that the class is missing', async () => {
    const path = '/walletobjects/v1/loyaltyClass'
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid programName', path })
    const refused = await google.publish()
    const pass = await google.install(refused)
    await google.settle()
    expect((await diagnosed(pass)).google).toMatchObject({ finding: 'classMissing', detail: 'Invalid programName' })
  })
})

describe('the timeline', () => {
  it('tells of installations, updates, refusals and notifications in their order', async () => {
    const pass = await saved()
    google.world.clock.advance(1000)
    await setPoints(pass, 1)
    await google.follow()
    google.world.clock.advance(1000)
    await google.run()
    google.world.clock.advance(1000)
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid heroImage', method: 'PATCH' })
    await setPoints(pass, 2)
    await google.follow()
    google.world.clock.advance(1000)
    await google.run()
    await hear(pass, 'del')
    const items = await timelineOf(deps(), await google.reload(pass))
    expect(items.map(({ kind, data }) => (data as { type?: string }).type ?? kind)).toEqual([
      'created',
      'download',
      'updated',
      'googleUpdate',
      'googleNotification',
      'updated',
      'googleRefusal',
      'delete',
    ])
    expect(items.find(({ kind }) => kind === 'googleRefusal')?.text).toBe(
      'Google did not take everything: Invalid heroImage',
    )
    expect(items.find(({ kind }) => kind === 'googleNotification')).toMatchObject({ data: { left: 2 } })
  })
})
