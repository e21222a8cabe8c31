import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import { readLog } from '../../log/read.ts'
import type { Pass } from '../../passes/pass.ts'

let apple: AppleWorld
let campaign: string
let contacts = 0
beforeAll(async () => {
  apple = await openAppleWorld()
  campaign = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
})
afterAll(() => apple.close())

const newPass = () => apple.issue(campaign, `contact-${++contacts}`)
const count = async (table: 'devices' | 'registrations', device: string) => {
  const column = table === 'devices' ? 'id' : 'device_id'
  const { rows } = await apple.world.database.pool.query(`select count(*) from ${table} where ${column} = $1`, [device])
  return rows[0].count
}
const removals = async (pass: Pass) => {
  await apple.world.number()
  const range = { after: 0, limit: 1000, passId: pass.id, types: ['delete'] }
  return readLog(apple.world.database.db, apple.world.customerId, range)
}

describe('Unregister a Pass for Update Notifications', () => {
  it('answers 200 without a body, ends the registration and writes one event delete', async () => {
    const pass = await newPass()
    await apple.phone.register(pass, 'd-1')
    const answer = await apple.phone.unregister(pass, 'd-1')
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
    expect(await count('registrations', 'd-1')).toBe(0)
    expect((await removals(pass)).map((event) => event.data)).toEqual([{ wallet: 'apple' }])
  })

  it('answers 200 to a repetition and to a device that is unknown, and writes nothing', async () => {
    const pass = await newPass()
    await apple.phone.register(pass, 'd-2')
    for (const device of ['d-2', 'd-2', 'nobody', '%00', 'x'.repeat(300)]) {
      expect((await apple.phone.unregister(pass, device)).statusCode).toBe(200)
    }
    expect(await removals(pass)).toHaveLength(1)
  })

  it('forgets the device with its last registration, and not before', async () => {
    const [one, two] = [await newPass(), await newPass()]
    for (const pass of [one, two]) await apple.phone.register(pass, 'd-3')
    await apple.phone.unregister(one, 'd-3')
    expect(await count('devices', 'd-3')).toBe(1)
    await apple.phone.unregister(two, 'd-3')
    expect(await count('devices', 'd-3')).toBe(0)
  })

  it('leaves the install as it was: history is not taken back', async () => {
    const pass = await newPass()
    await apple.phone.register(pass, 'd-4')
    await apple.phone.unregister(pass, 'd-4')
    expect((await apple.reload(pass)).firstInstalledAt).not.toBeNull()
    expect((await apple.phone.register(pass, 'd-4')).statusCode).toBe(201)
  })

  it('takes a body, an odd Content-Type and an empty one', async () => {
    const pass = await newPass()
    for (const [payload, type] of [
      ['{', 'application/json'],
      ['', 'application/json'],
      ['x', ';;'],
    ] as const) {
      const answer = await apple.app.inject({
        method: 'DELETE',
        url: `/v1/devices/d-5/registrations/${pass.passTypeId}/${pass.serial}`,
        headers: { authorization: apple.phone.authorization(pass), 'content-type': type },
        payload,
      })
      expect(answer.statusCode).toBe(200)
    }
  })

  it('and registrations of one device for many passes at once end in a device exactly if it has a pass', async () => {
    const passes = await Promise.all(Array.from({ length: 12 }, newPass))
    for (const pass of passes) await apple.phone.register(pass, 'd-storm')
    for (let round = 0; round < 5; round++) {
      const leave = passes.map((pass) => apple.phone.unregister(pass, 'd-storm'))
      const join = round % 2 === 0 ? passes.map((pass) => apple.phone.register(pass, 'd-storm')) : []
      const answers = await Promise.all([...leave, ...join])
      expect(answers.filter((answer) => answer.statusCode > 201)).toEqual([])
      expect(await count('devices', 'd-storm')).toBe((await count('registrations', 'd-storm')) > 0 ? 1 : 0)
    }
  })
})
