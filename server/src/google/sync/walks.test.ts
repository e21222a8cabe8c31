import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcedCard, type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import { campaignAtGoogle } from './campaign-state.ts'
import { walkStep } from './walk.ts'

let google: GoogleWorld
beforeAll(async () => {
  google = await openGoogleWorld({ requestsPerSecond: 100 })
})
afterAll(() => google.close())
beforeEach(() => google.forget())

const pageSize = 4
const query = async (text: string, values: unknown[] = []) =>
  (await google.world.database.pool.query(text, values)).rows
const due = (campaignId: string) =>
  query('select pass_id, priority from google_objects where campaign_id = $1 and due_at is not null order by 1', [
    campaignId,
  ])
const campaignOf = async (count: number) => {
  const campaignId = await google.publish()
  const passes = []
  for (let index = 0; index < count; index++)
    passes.push(await google.install(campaignId, { 'voucher.points': index % 2 }))
  google.forget()
  return { campaignId, passes }
}
/** A revision in which only passes with points look different. */
const withBonus = announcedCard({
  fields: {
    header: [{ key: 'points', label: 'POINTS', value: '{% if voucher.points > 0 %}many{% else %}0{% endif %}' }],
    primary: [{ key: 'name', label: 'NAME', value: '{{ contact.firstName }}' }],
  },
} as never)
const step = () => walkStep(google.opened.sync, pageSize)

describe('a change of a campaign', () => {
  it('is one row whatever its size, and makes those objects due that look different', async () => {
    const { campaignId, passes } = await campaignOf(10)
    await google.world.publish(withBonus, campaignId)
    await google.follow()
    expect(await query('select after_pass from google_walks')).toEqual([{ after_pass: '' }])
    expect(await due(campaignId)).toEqual([])
    expect([await step(), await step(), await step(), await step()]).toEqual([true, true, true, false])
    const different = passes.filter((_, index) => index % 2 === 1).map(({ id }) => id)
    expect((await due(campaignId)).map(({ pass_id }) => pass_id)).toEqual(different.sort())
    expect(await query('select 1 from google_walks')).toEqual([])
    await google.run()
    expect(google.requests().filter(({ path }) => path.includes('loyaltyObject'))).toHaveLength(5)
  })

  it('is behind changes of passes, and an object that is due for one stays where it was', async () => {
    const { campaignId, passes } = await campaignOf(4)
    await google.setTokens(passes[0]!, { 'voucher.points': 3 })
    await google.world.publish(withBonus, campaignId)
    await google.follow()
    await step()
    const priorities = Object.fromEntries((await due(campaignId)).map(({ pass_id, priority }) => [pass_id, priority]))
    expect(priorities).toEqual({ [passes[0]!.id]: 1, [passes[1]!.id]: 2, [passes[3]!.id]: 2 })
    await google.run()
  })

  it('while its walk is under way begins it anew', async () => {
    const { campaignId } = await campaignOf(6)
    await google.world.publish(withBonus, campaignId)
    await google.follow()
    await step()
    await google.world.publish(announcedCard({ title: 'Other' }), campaignId)
    await google.follow()
    expect(await query('select after_pass from google_walks')).toEqual([{ after_pass: '' }])
    await google.run()
    expect(await due(campaignId)).toEqual([])
    // What the first walk found is sent only if it is still so.
    expect(google.requests().filter(({ path }) => path.includes('loyaltyObject'))).toEqual([])
  })

  it('counts as waiting until its walk has looked, with how long it takes at the allowed rate', async () => {
    const { campaignId } = await campaignOf(6)
    await google.world.publish(withBonus, campaignId)
    await google.follow()
    const state = () =>
      campaignAtGoogle(
        google.world.database.db,
        { customerId: google.world.customerId, campaignId },
        { requestsPerSecond: 2, at: google.world.clock.now() },
      )
    expect(await state()).toMatchObject({ passes: 6, waiting: 6, etaSeconds: 3 })
    while (await step());
    expect(await state()).toMatchObject({ waiting: 3, etaSeconds: 2 })
    await google.run()
    expect(await state()).toMatchObject({ waiting: 0, etaSeconds: 0 })
  })

  it('is walked by two processes at once, each object looked at by one', async () => {
    const { campaignId: one } = await campaignOf(5)
    const { campaignId: other } = await campaignOf(5)
    await google.world.publish(withBonus, one)
    await google.world.publish(withBonus, other)
    await google.follow()
    const walkAll = async () => {
      while (await step());
    }
    await Promise.all([walkAll(), walkAll()])
    expect((await due(one)).length + (await due(other)).length).toBe(4)
    await google.run()
  })
})
