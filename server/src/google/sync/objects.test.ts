import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcedCard, type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import type { Pass } from '../../passes/pass.ts'
import { restorePass, voidPass } from '../../passes/void.ts'

let google: GoogleWorld
let campaignId: string
beforeAll(async () => {
  google = await openGoogleWorld()
  campaignId = await google.publish()
})
afterAll(() => google.close())
beforeEach(() => {
  google.google.script({ kind: 'reset' })
  google.forget()
})

const sent = () => google.requests().map(({ method, path }) => `${method} ${path.split('/')[3]}`)
const pointsAt = async (pass: Pass) =>
  (await google.objectOf(pass)).textModulesData.find(({ id }: { id: string }) => id === 'points').body
const setPoints = async (pass: Pass, points: number) => {
  await google.setTokens(pass, { 'voucher.points': points })
  await google.settle()
}

describe('a pass that was opened', () => {
  it('is inserted with its class, and nothing else', async () => {
    const pass = await google.install(campaignId, { 'voucher.points': 7, 'contact.firstName': 'Ada' })
    expect(sent()).toEqual(['POST loyaltyObject'])
    expect(await google.objectOf(pass)).toMatchObject({
      id: `${google.issuerId}.${pass.serial}`,
      classId: `${google.issuerId}.${campaignId}`,
      state: 'ACTIVE',
      textModulesData: [
        { id: 'points', header: 'POINTS', body: '7' },
        { id: 'name', header: 'NAME', body: 'Ada' },
      ],
    })
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', due_at: null, priority: 0 })
  })

  it('that Google has already, from a link of its own, is brought to what it shows', async () => {
    const pass = await google.install(campaignId, { 'voucher.points': 1 })
    await google.world.database.pool.query(
      'update google_objects set sent_number = null, digest = null, due_at = now() where pass_id = $1',
      [pass.id],
    )
    await google.setTokens(pass, { 'voucher.points': 2 })
    google.forget()
    await google.settle()
    expect(sent()).toEqual(['POST loyaltyObject', 'PATCH loyaltyObject'])
    expect(await pointsAt(pass)).toBe('2')
  })

  it('keeps nothing of a person in the database', async () => {
    const pass = await google.install(campaignId, { 'contact.firstName': 'Wilhelmina' })
    await google.save(pass)
    await google.setTokens(pass, { 'contact.firstName': 'Bartholomew' })
    await google.settle()
    const { rows } = await google.world.database.pool.query('select o::text as text from google_objects o')
    expect(rows.map(({ text }) => text).join()).not.toMatch(/Wilhelmina|Bartholomew/)
  })
})

describe('a change of a pass', () => {
  it('is one PATCH of its object', async () => {
    const pass = await google.install(campaignId)
    google.forget()
    await setPoints(pass, 5)
    expect(sent()).toEqual(['PATCH loyaltyObject'])
    expect(await pointsAt(pass)).toBe('5')
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', due_at: null })
  })

  it('that nobody opened is none of Google’s business', async () => {
    const pass = await google.issue(campaignId, 'never-opened')
    await setPoints(pass, 5)
    expect(sent()).toEqual([])
  })

  it('that shows nothing else is not sent', async () => {
    const pass = await google.install(campaignId, { 'voucher.points': 5 })
    google.forget()
    await google.setTokens(pass, { 'voucher.points': 6 })
    await google.setTokens(pass, { 'voucher.points': 5 })
    await google.settle()
    expect(sent()).toEqual([])
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', due_at: null })
  })

  it('void and valid again shows as the object’s state', async () => {
    const pass = await google.install(campaignId)
    await voidPass(google.world.core, pass.customerId, pass.id, undefined)
    await google.settle()
    expect((await google.objectOf(pass)).state).toBe('INACTIVE')
    await restorePass(google.world.core, pass.customerId, pass.id, undefined)
    await google.settle()
    expect((await google.objectOf(pass)).state).toBe('ACTIVE')
  })

  it('while one is under way waits for it, so that the last one wins', async () => {
    const pass = await google.install(campaignId)
    google.forget()
    google.google.script({ kind: 'slow', delayMs: 300, method: 'PATCH' })
    await google.setTokens(pass, { 'voucher.points': 1 })
    await google.follow()
    const running = google.run()
    await expect
      .poll(() =>
        google.world.database.pool
          .query('select from google_objects where pass_id = $1 and due_at > $2', [pass.id, google.world.clock.now()])
          .then(({ rowCount }) => rowCount),
      )
      .toBe(1)
    await google.setTokens(pass, { 'voucher.points': 2 })
    await google.follow()
    await running
    await google.run()
    const bodies = google.requests().map(({ body }) => JSON.stringify(body).match(/"body":"(\d+)"/)?.[1])
    expect(bodies.at(-1)).toBe('2')
    expect(await pointsAt(pass)).toBe('2')
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', due_at: null })
  })

  it('that Google refuses is shown, not repeated, and sent again when the pass changes', async () => {
    const pass = await google.install(campaignId)
    google.forget()
    google.google.script({ kind: 'answer', status: 400, message: 'Invalid heroImage', method: 'PATCH' })
    await setPoints(pass, 1)
    expect(await google.row(pass)).toMatchObject({
      outcome: 'invalidResource',
      answer: 'Invalid heroImage',
      due_at: null,
    })
    google.world.clock.advance(300_000)
    await google.run()
    expect(sent()).toEqual(['PATCH loyaltyObject'])
    await setPoints(pass, 2)
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', answer: null })
    expect(await pointsAt(pass)).toBe('2')
  })

  it('whose tokens do not fit leaves Google what it has', async () => {
    const pass = await google.install(campaignId, { 'voucher.points': 3 })
    await google.world.database.pool.query(`update passes set tokens = '{"voucher.points": "many"}' where id = $1`, [
      pass.id,
    ])
    google.forget()
    await google.world.database.pool.query(
      'update google_objects set due_at = $2, wanted_number = wanted_number + 1 where pass_id = $1',
      [pass.id, google.world.clock.now()],
    )
    await google.run()
    expect(sent()).toEqual([])
    expect(await google.row(pass)).toMatchObject({ outcome: 'TokensUnfit', due_at: null })
  })
})

describe('what a revision has no more', () => {
  it('is removed at Google, wherever it was, and what others have set there stays', async () => {
    const raw = (object: object, ofClass: object) => announcedCard({ google: { object, class: ofClass } } as never)
    const own = await google.publish(
      raw(
        { smartTapRedemptionValue: 'A1', passConstraints: { screenshotEligibility: 'INELIGIBLE' } },
        { countryCode: 'DE' },
      ),
    )
    const pass = await google.install(own)
    expect(await google.objectOf(pass)).toMatchObject({ smartTapRedemptionValue: 'A1' })
    expect(await google.classOf(own)).toMatchObject({ countryCode: 'DE' })
    await google.publish(raw({ passConstraints: { screenshotEligibility: 'ELIGIBLE' } }, {}), own)
    const object = await google.objectOf(pass)
    expect(object).not.toHaveProperty('smartTapRedemptionValue')
    expect(object.passConstraints).toEqual({ screenshotEligibility: 'ELIGIBLE' })
    expect(await google.classOf(own)).not.toHaveProperty('countryCode')
  })
})
