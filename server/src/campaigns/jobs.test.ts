import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import './tables.ts'
import { sweepShortLinks } from './jobs.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

it('short links that have expired are forgotten, others stay', async () => {
  const { database, clock, customerId, core } = world
  const row = (code: string, msFromNow: number) => ({
    code,
    customer_id: customerId,
    token: 'a.b.c.d.e',
    created_at: clock.now(),
    expires_at: new Date(clock.now().getTime() + msFromNow),
  })
  await database.db
    .insertInto('short_links')
    .values([row('expired', -1), row('valid', 0)])
    .execute()
  await sweepShortLinks(core)
  expect(await database.db.selectFrom('short_links').select('code').execute()).toEqual([{ code: 'valid' }])
})
