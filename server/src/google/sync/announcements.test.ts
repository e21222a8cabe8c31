import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcedCard, type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'
import type { RevisionSource } from '../../passes/content/revision.ts'
import type { Pass } from '../../passes/pass.ts'

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

const minute = 60_000
const saved = async (ofCampaign = campaignId) => {
  const pass = await google.install(ofCampaign)
  await google.save(pass)
  google.forget()
  return pass
}
const setPoints = async (pass: Pass, points: number) => {
  await google.setTokens(pass, { 'voucher.points': points })
  await google.settle()
}
const messages = () =>
  google.requests().flatMap(({ path, body, status }) => {
    const { message } = (body ?? {}) as { message?: { header: string; body: string; messageType: string } }
    return path.endsWith('/addMessage') && message && status === 200 ? [`${message.messageType} ${message.body}`] : []
  })

describe('a field that changes', () => {
  it('is announced to who has the pass, with a notification', async () => {
    const pass = await saved()
    await setPoints(pass, 5)
    expect(messages()).toEqual(['TEXT_AND_NOTIFY You have 5 points'])
    expect((await google.objectOf(pass)).messages).toMatchObject([{ header: 'POINTS', body: 'You have 5 points' }])
  })

  it('is not announced while nobody has the pass', async () => {
    const pass = await google.install(campaignId)
    await setPoints(pass, 5)
    expect(messages()).toEqual([])
    await google.save(pass)
    await setPoints(pass, 6)
    expect(messages()).toEqual(['TEXT_AND_NOTIFY You have 6 points'])
  })

  it('notifies three times within a day, and is written down after that', async () => {
    const pass = await saved()
    for (let points = 1; points <= 5; points++) {
      await setPoints(pass, points)
      google.world.clock.advance(minute)
    }
    expect(messages().map((message) => message.split(' ')[0])).toEqual([
      'TEXT_AND_NOTIFY',
      'TEXT_AND_NOTIFY',
      'TEXT_AND_NOTIFY',
      'TEXT',
      'TEXT',
    ])
    google.world.clock.advance(24 * 60 * minute)
    await setPoints(pass, 6)
    expect(messages().at(-1)).toBe('TEXT_AND_NOTIFY You have 6 points')
  })

  it('is written down without a notification when Google has shown as many as it does', async () => {
    const pass = await saved()
    const exceeded = { status: 403, reason: 'quotaExceeded', message: 'QuotaExceededException: 3 notifications' }
    google.google.script({
      kind: 'answer',
      ...exceeded,
      path: `/walletobjects/v1/loyaltyObject/${google.issuerId}`,
      method: 'POST',
    })
    await setPoints(pass, 1)
    expect(messages()).toEqual(['TEXT You have 1 points'])
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', due_at: null })
  })

  it('is announced once although the process died before it wrote that down', async () => {
    const pass = await saved()
    const before = await google.row(pass)
    await setPoints(pass, 9)
    await google.world.database.pool.query(
      'update google_objects set due_at = $2, digest = null, sent_number = $3, announced = $4, notified_at = $5 where pass_id = $1',
      [pass.id, google.world.clock.now(), before.sent_number, JSON.stringify(before.announced), []],
    )
    await google.run()
    expect(messages()).toEqual(['TEXT_AND_NOTIFY You have 9 points'])
    expect((await google.row(pass)).notified_at).toHaveLength(1)
    await setPoints(pass, 8)
    await setPoints(pass, 9)
    expect(messages().slice(1)).toEqual(['TEXT_AND_NOTIFY You have 8 points', 'TEXT_AND_NOTIFY You have 9 points'])
  })

  it('that Google does not let be announced is no reason to send the pass again', async () => {
    const pass = await saved()
    google.google.script({
      kind: 'answer',
      status: 400,
      message: 'Invalid message',
      path: `/walletobjects/v1/loyaltyObject/${google.issuerId}`,
      method: 'POST',
    })
    await setPoints(pass, 1)
    google.world.clock.advance(5 * minute)
    await google.run()
    expect(google.requests().filter(({ method }) => method === 'PATCH')).toHaveLength(1)
    expect(await google.row(pass)).toMatchObject({ outcome: 'accepted', answer: 'Invalid message', due_at: null })
  })

  it('finds room among ten messages: the oldest go', async () => {
    const pass = await saved()
    for (let points = 1; points <= 12; points++) {
      await setPoints(pass, points)
      google.world.clock.advance(12 * 60 * minute)
    }
    const bodies = (await google.objectOf(pass)).messages.map(({ body }: { body: string }) => body)
    expect(bodies.length).toBeLessThanOrEqual(10)
    expect(bodies.slice(-4)).toEqual([9, 10, 11, 12].map((points) => `You have ${points} points`))
  })
})

describe('news for everybody', () => {
  const start = () => new Date(google.world.clock.now().getTime() + 60 * minute)

  it('is one message of the class, whoever has its passes', async () => {
    const from = start()
    const card = announcedCard()
    const source: RevisionSource = {
      ...card,
      variants: [{ when: { from: from.toISOString() }, message: 'Double points today' }],
    }
    const own = await google.publish(source)
    const passes = [await saved(own), await saved(own)]
    google.world.clock.advance(61 * minute)
    await google.world.runDueJobs()
    await google.settle()
    const writes = google.requests().filter(({ method }) => method !== 'GET')
    expect(writes.map(({ method, path }) => `${method} ${path.split('/')[3]}`)).toEqual([
      'PATCH loyaltyClass',
      'POST loyaltyClass',
    ])
    expect(messages()).toEqual(['TEXT_AND_NOTIFY Double points today'])
    expect((await google.classOf(own)).messages).toMatchObject([{ body: 'Double points today' }])
    expect((await google.classRow(own)).notified_at).toHaveLength(1)
    for (const pass of passes) expect((await google.objectOf(pass)).messages ?? []).toEqual([])
  })
})
