import { describe, expect, it } from 'vitest'
import { openTestGoogle, type TestGoogle } from '../../testing/google.ts'
import { insertPass } from '../../testing/passes.ts'

const hourMs = 3_600_000
const say = (test: TestGoogle, message: object, path = `loyaltyObject/${test.id('ada')}`) =>
  test.api('POST', `${path}/addMessage`, { message })
const loud = { header: 'News', body: 'Two for one', messageType: 'TEXT_AND_NOTIFY' }

async function open() {
  const test = await openTestGoogle()
  await insertPass(test)
  return test
}

async function noticesOf(test: TestGoogle, account: string) {
  return (await test.wallet(account)).notices
}

it('a message is added to an object or a class, after those that are there', async () => {
  await using test = await open()
  const first = await say(test, { id: '1', header: 'Hello', body: 'You' })
  expect(first).toMatchObject({ status: 200, body: { resource: { id: test.id('ada'), messages: [{ id: '1' }] } } })
  expect((await say(test, { id: '1', body: 'Again' })).body.resource.messages).toEqual([
    { id: '1', header: 'Hello', body: 'You' },
    { id: '1', body: 'Again' },
  ])
  const toAll = await say(test, { body: 'All' }, `loyaltyClass/${test.id('card')}`)
  expect(toAll.body.resource.messages).toEqual([{ body: 'All' }])
  expect((await test.api('GET', `loyaltyClass/${test.id('card')}`)).body.reviewStatus).toBe('APPROVED')
})

it('there are at most ten', async () => {
  await using test = await open()
  for (let number = 1; number <= 10; number++) await say(test, { body: String(number) })
  expect(await say(test, { body: '11' })).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('at most 10') } },
  })
  const path = `loyaltyObject/${test.id('ada')}`
  expect((await test.api('PATCH', path, { messages: [] })).status).toBe(200)
  expect((await say(test, { body: '11' })).status).toBe(200)
})

describe('is refused', () => {
  it.each([
    ['without a text', { id: '1' }, 400],
    ['with an unknown type', { body: 'x', messageType: 'LOUD' }, 400],
    ['to nobody', { body: 'x' }, 404],
  ])('%s', async (_, message, status) => {
    await using test = await open()
    const path = `loyaltyObject/${test.id(status === 404 ? 'nobody' : 'ada')}`
    expect((await say(test, message, path)).status).toBe(status)
  })
})

describe('TEXT_AND_NOTIFY', () => {
  it('is shown to everybody who has the pass, thrice within 24 hours', async () => {
    await using test = await open()
    const link = await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] })
    await test.save(link, 'ada@example.com')
    await test.save(link, 'bob@example.com')
    for (let count = 0; count < 3; count++) {
      expect((await say(test, loud)).status).toBe(200)
      test.clock.advance(hourMs)
    }
    const refused = await say(test, loud)
    expect(refused).toMatchObject({
      status: 403,
      body: {
        error: { message: expect.stringMatching(/^QuotaExceededException/), errors: [{ reason: 'quotaExceeded' }] },
      },
    })
    expect((await test.api('GET', `loyaltyObject/${test.id('ada')}`)).body.messages).toHaveLength(3)
    expect(await noticesOf(test, 'ada@example.com')).toHaveLength(3)
    expect(await noticesOf(test, 'bob@example.com')).toMatchObject([
      { objectId: test.id('ada'), content: { kind: 'message', message: loud } },
      {},
      {},
    ])

    expect((await say(test, { ...loud, messageType: 'TEXT' })).status).toBe(200)
    test.clock.advance(21 * hourMs)
    expect((await say(test, loud)).status).toBe(200)
    expect((await say(test, loud)).status).toBe(403)
  })

  it('of a class is shown to all its holders', async () => {
    await using test = await open()
    await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), 'ada@example.com')
    await say(test, loud, `loyaltyClass/${test.id('card')}`)
    expect(await noticesOf(test, 'ada@example.com')).toHaveLength(1)
    expect(await noticesOf(test, 'bob@example.com')).toEqual([])
  })
})

describe('NOTIFY_ON_UPDATE', () => {
  const points = (test: TestGoogle, int: number, own: object = { notifyPreference: 'NOTIFY_ON_UPDATE' }) =>
    test.api('PATCH', `loyaltyObject/${test.id('ada')}`, { loyaltyPoints: { balance: { int } }, ...own })

  async function openSaved() {
    const test = await open()
    await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), 'ada@example.com')
    return test
  }

  it('tells of fields on the list, three times within 24 hours, apart from messages', async () => {
    await using test = await openSaved()
    for (let count = 0; count < 3; count++) await say(test, loud)
    for (let count = 1; count <= 5; count++) expect((await points(test, count)).status).toBe(200)
    const notices = await noticesOf(test, 'ada@example.com')
    expect(notices.slice(3)).toMatchObject(
      Array.from({ length: 3 }, () => ({ content: { kind: 'update', fields: ['object.loyaltyPoints.balance'] } })),
    )
  })

  it.each([
    ['of what has not changed', (test: TestGoogle) => points(test, 1)],
    ['unless the same request asks for it', (test: TestGoogle) => points(test, 2, {})],
    [
      'of fields that are not on the list',
      (test: TestGoogle) =>
        test.api('PATCH', `loyaltyObject/${test.id('ada')}`, {
          accountName: 'Ada',
          notifyPreference: 'NOTIFY_ON_UPDATE',
        }),
    ],
  ])('does not tell %s', async (_, change) => {
    await using test = await openSaved()
    await points(test, 1)
    const before = await noticesOf(test, 'ada@example.com')
    expect((await change(test)).status).toBe(200)
    expect(await noticesOf(test, 'ada@example.com')).toEqual(before)
  })

  it('is not kept', async () => {
    await using test = await openSaved()
    expect((await points(test, 1)).body).not.toHaveProperty('notifyPreference')
  })

  it('of a class tells the holders of its objects', async () => {
    await using test = await openSaved()
    await test.api('PATCH', `loyaltyClass/${test.id('card')}`, {
      programName: 'Beans & more',
      reviewStatus: 'UNDER_REVIEW',
      notifyPreference: 'NOTIFY_ON_UPDATE',
    })
    expect(await noticesOf(test, 'ada@example.com')).toMatchObject([{ content: { fields: ['class.programName'] } }])
  })
})
