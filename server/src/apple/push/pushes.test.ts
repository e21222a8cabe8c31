import { readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { device, openPushWorld, type PushWorld } from '../../../test/push-world.ts'

const second = 1000
const minute = 60 * second

let pushes: PushWorld
let devices = 0
beforeAll(async () => {
  pushes = await openPushWorld()
})
afterAll(() => pushes.close())
beforeEach(() => pushes.apns.script({ kind: 'reset' }))

const newPhone = async () => {
  const id = device(++devices)
  return { id, pass: await pushes.install(id) }
}
const advance = (ms: number) => pushes.apple.world.clock.advance(ms)

describe('a visible change of a pass', () => {
  it('is pushed at once to the phone that holds it, as Apple wants it', async () => {
    const { id, pass } = await newPhone()
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    const push = pushes.received().filter(({ deviceToken }) => deviceToken === id)
    expect(push).toHaveLength(1)
    expect(push[0]).toMatchObject({
      topic: pass.passTypeId,
      payload: '{}',
      pushType: 'background',
      priority: 5,
      outcome: '200',
    })
    const keptForDays = (push[0]!.expiration! - pushes.apple.world.clock.now().getTime() / 1000) / 86_400
    expect(keptForDays).toBeCloseTo(30, 2)
  })

  it('is not pushed to a phone that has asked by itself meanwhile', async () => {
    const { id, pass } = await newPhone()
    await pushes.setPoints(pass, 1)
    await pushes.follow()
    await pushes.apple.phone.list(id)
    await pushes.run()
    expect(pushes.pushesTo(id)).toBe(0)
  })

  it('is not pushed if it shows nothing else', async () => {
    const { id, pass } = await newPhone()
    await pushes.setPoints(pass, 0)
    await pushes.settle()
    expect(pushes.pushesTo(id)).toBe(0)
  })

  it('after an installation is pushed only to a phone that does not ask within a second', async () => {
    const pass = await pushes.apple.issue(pushes.campaignId, 'silent')
    const id = device(++devices)
    await pushes.apple.phone.register(pass, id, id)
    await pushes.apple.world.database.pool.query(`update log_unnumbered set visible = true where type = 'download'`)
    await pushes.settle()
    expect(pushes.pushesTo(id)).toBe(0)
    advance(second)
    await pushes.run()
    expect(pushes.pushesTo(id)).toBe(1)
  })

  it('fifty times in five seconds is two pushes to a phone, and the last value on it', async () => {
    const { id, pass } = await newPhone()
    const { lastUpdated: tag } = (await pushes.apple.phone.list(id)).json()
    for (let change = 1; change <= 50; change++) {
      await pushes.setPoints(pass, change)
      await pushes.settle()
      advance(100)
    }
    for (let quiet = 0; quiet < 30; quiet++) {
      await pushes.settle()
      advance(second)
    }
    expect(pushes.pushesTo(id)).toBe(2)
    expect((await pushes.apple.phone.list(id, tag)).json().serialNumbers).toEqual([pass.serial])
    const { pass: shown } = readPass((await pushes.apple.phone.fetch(pass)).rawPayload)
    expect(shown).toMatchObject({ storeCard: { headerFields: [{ key: 'points', value: 50 }] } })
  })
})

describe('what APNs answers', () => {
  const answer = (id: string, reason: string, more: object = {}) =>
    pushes.apns.script({ kind: 'answer', reason, deviceToken: id, times: 1, ...more })
  const registrations = async (id: string) =>
    (await pushes.apple.world.database.pool.query('select * from registrations where device_id = $1', [id])).rowCount

  it('410 ends the registrations of the device, says so in the log, and forgets the device', async () => {
    const { id, pass } = await newPhone()
    answer(id, 'Unregistered', { timestamp: pushes.apple.world.clock.now().getTime() })
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    expect(await registrations(id)).toBe(0)
    expect(await pushes.targetOf(id)).toBeUndefined()
    const { rows } = await pushes.apple.world.database.pool.query(
      `select data from log_unnumbered where pass_id = $1 and type = 'delete'`,
      [pass.id],
    )
    expect(rows).toEqual([{ data: { wallet: 'apple', reason: 'gone' } }])
    const devicesLeft = await pushes.apple.world.database.pool.query('select id from devices where id = $1', [id])
    expect(devicesLeft.rowCount).toBe(0)
  })

  it('410 with a timestamp before the last registration ends nothing, and the phone is pushed to again', async () => {
    const { id, pass } = await newPhone()
    const before = pushes.apple.world.clock.now().getTime()
    advance(minute)
    await pushes.apple.phone.register(pass, id, id)
    answer(id, 'Unregistered', { timestamp: before })
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    expect(await registrations(id)).toBe(1)
    advance(minute)
    await pushes.run()
    expect(await pushes.targetOf(id)).toMatchObject({ outcome: 'delivered' })
  })

  it('410 for a token that the phone has replaced meanwhile ends nothing', async () => {
    const { id, pass } = await newPhone()
    const token = device(900_000 + ++devices)
    pushes.apns.script({ kind: 'answer', reason: 'Unregistered', deviceToken: id })
    await pushes.setPoints(pass, 1)
    await pushes.follow()
    const change = pushes.apple.phone.register(pass, id, token)
    await Promise.all([change, pushes.run()])
    advance(minute)
    await pushes.run()
    expect(await registrations(id)).toBe(1)
    expect(pushes.pushesTo(token)).toBeGreaterThan(0)
  })

  it.each([
    ['TooManyRequests', {}, 5 * minute],
    ['TooManyRequests', { retryAfterSeconds: 40 }, 40 * second],
    ['ServiceUnavailable', { retryAfterSeconds: 30 }, 30 * second],
    ['InternalServerError', {}, 5 * second],
  ])('%s %j is tried again when that is over', async (reason, more, waitMs) => {
    const { id, pass } = await newPhone()
    answer(id, reason, more)
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    expect(await pushes.targetOf(id)).toMatchObject({ outcome: reason, failures: 1 })
    advance(waitMs - second)
    await pushes.run()
    expect(pushes.pushesTo(id)).toBe(1)
    advance(second)
    await pushes.run()
    expect(await pushes.targetOf(id)).toMatchObject({ outcome: 'delivered', failures: 0 })
  })

  it('BadDeviceToken deletes nothing and is not tried again before the next change', async () => {
    const { id, pass } = await newPhone()
    answer(id, 'BadDeviceToken')
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    expect(await registrations(id)).toBe(1)
    expect(await pushes.targetOf(id)).toMatchObject({ outcome: 'BadDeviceToken', due_at: null, check_at: null })
    await pushes.setPoints(pass, 2)
    await pushes.settle()
    expect(await pushes.targetOf(id)).toMatchObject({ outcome: 'delivered' })
  })
})

it('a minute without APNs loses nothing', async () => {
  const { id, pass } = await newPhone()
  pushes.apns.script({ kind: 'refuse-connections', forMs: minute })
  pushes.apns.script({ kind: 'close-connections', hard: true })
  await pushes.setPoints(pass, 1)
  await pushes.follow()
  const running = pushes.run()
  advance(minute)
  await running
  expect(await pushes.targetOf(id)).toMatchObject({ outcome: 'delivered' })
  expect(pushes.pushesTo(id)).toBe(1)
})

describe('second pushes', () => {
  it('go to a phone that has not asked, after 30 minutes, 2 hours, 12 hours and 3 days, then not', async () => {
    const { id, pass } = await newPhone()
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    const counts: number[] = []
    let elapsed = 0
    for (const at of [29, 30, 119, 120, 719, 720, 4319, 4320, 10_000, 50_000]) {
      advance((at - elapsed) * minute)
      elapsed = at
      await pushes.run()
      counts.push(pushes.pushesTo(id))
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 5])
  })

  it('do not go to a phone that has asked', async () => {
    const { id, pass } = await newPhone()
    await pushes.setPoints(pass, 1)
    await pushes.settle()
    await pushes.apple.phone.list(id)
    advance(60 * minute)
    await pushes.run()
    expect(pushes.pushesTo(id)).toBe(1)
  })
})
