import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcedCard, type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import { appendEvents } from '../../log/append.ts'
import { transact } from '../../log/transact.ts'
import { campaignAtGoogle } from './campaign-state.ts'

let google: GoogleWorld
beforeAll(async () => {
  google = await openGoogleWorld({ requestsPerSecond: 10 })
})
afterAll(() => google.close())
beforeEach(() => {
  google.google.script({ kind: 'reset' })
  google.forget()
})

const titled = (title: string) => announcedCard({ title })
const sent = () => google.requests().map(({ method, path }) => `${method} ${path.split('/')[3]}`)
const stateOf = (campaignId: string) =>
  campaignAtGoogle(
    google.world.database.db,
    { customerId: google.world.customerId, campaignId },
    { requestsPerSecond: 10, at: google.world.clock.now() },
  )

describe('a published campaign', () => {
  it('is made a class that says where to call back', async () => {
    const campaignId = await google.publish(titled('Aurora'))
    expect(sent()).toEqual(['POST loyaltyClass'])
    const made = await google.classOf(campaignId)
    expect(made).toMatchObject({
      id: `${google.issuerId}.${campaignId}`,
      programName: 'Aurora',
      reviewStatus: 'APPROVED',
    })
    expect(made.callbackOptions.url).toMatch(
      new RegExp(`^https://passes\\.example/google/v1/callback/${google.configurationId}\\.\\w+\\.[\\w-]{43}$`),
    )
    expect(await stateOf(campaignId)).toMatchObject({
      state: 'approved',
      revision: 1,
      answer: null,
      waiting: 0,
      etaSeconds: 0,
    })
  })

  it('without an issuer has nothing to do with Google, until it is given one', async () => {
    const campaignId = await google.world.publish(titled('Aurora'))
    await google.settle()
    expect(sent()).toEqual([])
    expect(await stateOf(campaignId)).toBeUndefined()
    const { customerId, core, database, clock } = google.world
    await transact(core, customerId, async (trx) => {
      await trx
        .updateTable('campaigns')
        .set({ google_configuration_id: google.configurationId })
        .where('id', '=', campaignId)
        .execute()
      await appendEvents(trx, [
        { customerId, campaignId, type: 'campaign.changed', at: clock.now(), visible: false, data: {} },
      ])
    })
    await google.settle()
    expect(sent()).toEqual(['POST loyaltyClass'])
    expect(database).toBeDefined()
  })

  it('changed in what all passes share is one request, however many objects it has', async () => {
    const campaignId = await google.publish(titled('Before'))
    for (let count = 0; count < 6; count++) await google.install(campaignId)
    google.forget()
    await google.publish(titled('After'), campaignId)
    expect(sent()).toEqual(['PATCH loyaltyClass'])
    expect((await google.classOf(campaignId)).programName).toBe('After')
    expect(await stateOf(campaignId)).toMatchObject({ revision: 2, passes: 6, waiting: 0 })
  })

  it('that Google refuses leaves the class before in force, and says so', async () => {
    const campaignId = await google.publish(titled('Before'))
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid programLogo', method: 'PATCH' })
    await google.publish(titled('Refused'), campaignId)
    expect(await stateOf(campaignId)).toMatchObject({ state: 'refused', revision: 1, answer: 'Invalid programLogo' })
    expect((await google.classOf(campaignId)).programName).toBe('Before')
    google.forget()
    google.world.clock.advance(60_000)
    await google.run()
    expect(sent()).toEqual([])
    await google.publish(titled('Taken'), campaignId)
    expect(await stateOf(campaignId)).toMatchObject({ state: 'approved', revision: 3, answer: null })
  })

  it('that Google refuses from the first takes no passes there: they wait', async () => {
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid programName' })
    const campaignId = await google.publish(titled('Refused'))
    expect(await stateOf(campaignId)).toMatchObject({ state: 'refused', revision: null })
    google.forget()
    const pass = await google.install(campaignId)
    await google.run()
    expect(sent()).toEqual([])
    expect(await stateOf(campaignId)).toMatchObject({ waiting: 1 })
    await google.publish(titled('Taken'), campaignId)
    expect(sent()).toEqual(['POST loyaltyClass', 'POST loyaltyObject'])
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted' })
  })

  it('that is rejected in review says why', async () => {
    google.google.script({ kind: 'reject', comments: 'The logo is blurred.' })
    const campaignId = await google.publish(titled('Rejected'))
    expect(await stateOf(campaignId)).toMatchObject({ state: 'rejected', answer: 'The logo is blurred.' })
  })

  it('whose class Google has lost is given it again before its objects', async () => {
    const campaignId = await google.publish(titled('Aurora'))
    const pass = await google.issue(campaignId, 'after-the-loss')
    google.google.script({
      kind: 'answer',
      status: 404,
      reason: 'classNotFound',
      message: 'Class not found',
      method: 'POST',
    })
    google.forget()
    const { claimed } = await google.open(pass)
    await google.sender.sendNow(claimed!, pass)
    google.world.clock.advance(10_000)
    await google.run()
    expect(sent()).toEqual(['POST loyaltyObject', 'POST loyaltyClass', 'PATCH loyaltyClass', 'POST loyaltyObject'])
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted' })
  })
})
