import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import { transact } from '../../log/transact.ts'
import { changeTokens } from '../../passes/change-tokens.ts'
import type { RevisionSource } from '../../passes/content/revision.ts'
import { lockPass, type Pass } from '../../passes/pass.ts'

let apple: AppleWorld
let source: RevisionSource
let campaign: string
let contacts = 0
beforeAll(async () => {
  apple = await openAppleWorld()
  source = loyaltyCard({ icon: await apple.asset(await icon()) })
  campaign = await apple.world.publish(source)
  await apple.world.number()
})
afterAll(() => apple.close())

const newPass = (of = campaign) => apple.issue(of, `contact-${++contacts}`)
const setPoints = async (pass: Pass, points: number) => {
  const { core, customerId, clock } = apple.world
  await transact(core, customerId, async (trx) => {
    const held = (await lockPass(trx, core.keys, customerId, { id: pass.id })) as Pass
    await changeTokens(core, trx, held, { 'voucher.points': points }, { kind: 'api' }, clock.now())
  })
  await apple.world.number()
}

describe('Get the List of Updatable Passes', () => {
  it('answers all passes of a device without a tag, and the tag as a string', async () => {
    const passes = [await newPass(), await newPass()]
    for (const pass of passes) await apple.phone.register(pass, 'd-all')
    const answer = await apple.phone.list('d-all')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    const { serialNumbers, lastUpdated } = answer.json()
    expect(serialNumbers.sort()).toEqual(passes.map((pass) => pass.serial).sort())
    expect(lastUpdated).toMatch(/^\d+$/)
  })

  it('answers 204 without a body when nothing has changed since the tag', async () => {
    await apple.phone.register(await newPass(), 'd-same')
    const { lastUpdated } = (await apple.phone.list('d-same')).json()
    const answer = await apple.phone.list('d-same', lastUpdated)
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
  })

  it('names only the passes that changed since the tag, and advances it', async () => {
    const [changed, same] = [await newPass(), await newPass()]
    for (const pass of [changed, same]) await apple.phone.register(pass, 'd-changed')
    const before = (await apple.phone.list('d-changed')).json()
    await setPoints(changed, 7)
    const after = (await apple.phone.list('d-changed', before.lastUpdated)).json()
    expect(after.serialNumbers).toEqual([changed.serial])
    expect(Number(after.lastUpdated)).toBeGreaterThan(Number(before.lastUpdated))
    expect(after.lastUpdated).toBe(String((await apple.reload(changed)).version))
  })

  it('names a change of a pass and one of its campaign in one answer, and each by its own number', async () => {
    const other = await apple.world.publish(source)
    const [own, campaigns] = [await newPass(), await newPass(other)]
    for (const pass of [own, campaigns]) await apple.phone.register(pass, 'd-both')
    await apple.world.number()
    const { lastUpdated: start } = (await apple.phone.list('d-both')).json()
    await setPoints(own, 1)
    await apple.world.publish(source, other)
    await apple.world.number()
    const both = (await apple.phone.list('d-both', start)).json()
    expect(both.serialNumbers.sort()).toEqual([own.serial, campaigns.serial].sort())
    const { lastUpdated: between } = { lastUpdated: String((await apple.reload(own)).version) }
    const late = (await apple.phone.list('d-both', between)).json()
    expect(late.serialNumbers).toEqual([campaigns.serial])
    expect(late.lastUpdated).toBe(both.lastUpdated)
  })

  it.each([
    '',
    'yesterday',
    '-1',
    '1.5',
    '9007199254740992',
    '99999999999999999999',
    '2026-11-22T09:00:00+00:00',
    '%00',
  ])('takes the tag "%s", which is none of ours, for none', async (tag) => {
    const pass = await newPass()
    const device = `d-tag-${contacts}`
    await apple.phone.register(pass, device)
    expect((await apple.phone.list(device, tag)).json().serialNumbers).toEqual([pass.serial])
  })

  it('takes two tags for none', async () => {
    const pass = await newPass()
    await apple.phone.register(pass, 'd-two-tags')
    const answer = await apple.phone.list('d-two-tags', '1&passesUpdatedSince=99999')
    expect(answer.json().serialNumbers).toEqual([pass.serial])
  })

  it.each(['nobody', '%00', 'x'.repeat(300), "'; drop table devices; --"])(
    'answers 204 for the unknown device %s',
    async (device) => {
      expect((await apple.phone.list(encodeURIComponent(decodeURIComponent(device)))).statusCode).toBe(204)
    },
  )

  it('answers 204 for an unknown pass type', async () => {
    await apple.phone.register(await newPass(), 'd-type')
    const answer = await apple.app.inject({ method: 'GET', url: '/v1/devices/d-type/registrations/pass.nobody' })
    expect(answer.statusCode).toBe(204)
  })

  it('names no pass that was unregistered', async () => {
    const [kept, gone] = [await newPass(), await newPass()]
    for (const pass of [kept, gone]) await apple.phone.register(pass, 'd-gone')
    await apple.phone.unregister(gone, 'd-gone')
    expect((await apple.phone.list('d-gone')).json().serialNumbers).toEqual([kept.serial])
  })

  it('answers HEAD as GET, without the body', async () => {
    await apple.phone.register(await newPass(), 'd-head')
    const answer = await apple.app.inject({ method: 'HEAD', url: '/v1/devices/d-head/registrations/pass.test.world' })
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
  })
})
