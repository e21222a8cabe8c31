import { readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import type { RevisionSource } from '../../passes/content/revision.ts'
import type { Pass } from '../../passes/pass.ts'
import { restorePass, voidPass } from '../../passes/void.ts'

const day = 86_400_000

let apple: AppleWorld
let images: { icon: string }
let count = 0
beforeAll(async () => {
  apple = await openAppleWorld()
  images = { icon: await apple.asset(await icon()) }
})
afterAll(() => apple.close())

const advance = async (days: number) => {
  apple.world.clock.advance(days * day)
  await apple.world.runDueJobs()
  await apple.world.number()
}
const inDays = (days: number) => new Date(apple.world.clock.now().getTime() + days * day).toISOString()

/** A pass on a phone that has its present state. */
async function install(source: RevisionSource, tokens = {}) {
  const campaignId = await apple.world.publish(source)
  const pass = await apple.issue(campaignId, `contact-${++count}`, tokens)
  const id = `device-${count}`
  await apple.phone.register(pass, id)
  await apple.world.number()
  return { pass, id, tag: (await apple.phone.list(id)).json().lastUpdated as string }
}
const fetchPass = async (pass: Pass) => {
  const answer = await apple.phone.fetch(pass)
  return readPass(answer.rawPayload).pass as Record<string, unknown>
}
const devicesOf = async (pass: Pass) =>
  (await apple.world.database.pool.query('select device_id from registrations where pass_id = $1', [pass.id])).rows

async function expectRetired({ pass, id, tag }: { pass: Pass; id: string; tag: string }) {
  expect((await apple.phone.list(id, tag)).json()?.serialNumbers).toEqual([pass.serial])
  const last = await fetchPass(pass)
  expect(last.webServiceURL).toBeUndefined()
  expect(last.authenticationToken).toBeUndefined()
  expect(last.serialNumber).toBe(pass.serial)
  expect(await devicesOf(pass)).toEqual([])
  await apple.world.number()
  const { rows } = await apple.world.database.pool.query(
    `select data from log where pass_id = $1 and type = 'delete'`,
    [pass.id],
  )
  expect(rows).toEqual([{ data: { wallet: 'apple', reason: 'retired' } }])
}

describe('thirty days after its end a pass is listed once more, says nowhere to ask, and its phone is forgotten', () => {
  it('when it was voided', async () => {
    const phone = await install(loyaltyCard(images))
    await voidPass(apple.world.core, apple.world.customerId, phone.pass.id)
    await advance(0)
    const { lastUpdated: tag } = (await apple.phone.list(phone.id)).json()
    expect(await fetchPass(phone.pass)).toMatchObject({ voided: true, webServiceURL: 'https://passes.example' })
    await advance(29)
    expect((await apple.phone.list(phone.id, tag)).statusCode).toBe(204)
    await advance(1)
    await expectRetired({ ...phone, tag })
  })

  it('when it expired on a date of its own', async () => {
    const source = loyaltyCard(images, { validity: { until: '{{ voucher.until }}' } })
    const tokens = [...source.tokens, { name: 'voucher.until', personal: false, default: inDays(5) } as const]
    const phone = await install({ ...source, tokens }, { 'voucher.until': inDays(10) })
    await advance(39)
    expect((await apple.phone.list(phone.id, phone.tag)).statusCode).toBe(204)
    await advance(1)
    await expectRetired(phone)
  })

  it('when its campaign has expired: by one event, however many passes it has', async () => {
    const phone = await install(loyaltyCard(images, { validity: { until: inDays(10) } }))
    const before = await apple.reload(phone.pass)
    await advance(40)
    expect((await apple.reload(phone.pass)).version).toBeGreaterThan(before.version)
    const { rows } = await apple.world.database.pool.query('select version from passes where id = $1', [phone.pass.id])
    expect(rows).toEqual([{ version: 0 }])
    await expectRetired(phone)
  })
})

it('a pass that was restored in time does not retire', async () => {
  const { pass } = await install(loyaltyCard(images))
  await voidPass(apple.world.core, apple.world.customerId, pass.id)
  await advance(29)
  await restorePass(apple.world.core, apple.world.customerId, pass.id)
  await advance(30)
  expect(await fetchPass(pass)).toMatchObject({ webServiceURL: 'https://passes.example' })
})

it('of several phones only the one is forgotten that is known to have the last look', async () => {
  const { pass, id } = await install(loyaltyCard(images))
  await apple.phone.register(pass, 'another')
  await voidPass(apple.world.core, apple.world.customerId, pass.id)
  await advance(30)
  await apple.phone.fetch(pass)
  expect(await devicesOf(pass)).toHaveLength(2)
  await apple.phone.list(id)
  await apple.phone.fetch(pass)
  expect(await devicesOf(pass)).toEqual([{ device_id: 'another' }])
})
