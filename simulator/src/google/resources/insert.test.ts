import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'
import { leastClasses, leastObjects } from '../../testing/passes.ts'
import { verticals } from '../api/verticals.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id, google } = test

const insertClass = (suffix: string, own: object = {}) =>
  api('POST', 'loyaltyClass', { ...leastClasses.loyalty, id: id(suffix), ...own })
const insertObject = (suffix: string, own: object = {}) =>
  api('POST', 'loyaltyObject', { id: id(suffix), classId: id('card'), state: 'ACTIVE', ...own })
await insertClass('card')

describe.each(verticals)('%s', (vertical) => {
  it('a class and an object are inserted and found again', async () => {
    const passClass = { ...leastClasses[vertical], id: id(`${vertical}-class`) }
    const object = { ...leastObjects[vertical], id: id(`${vertical}-object`), classId: passClass.id }
    const inserted = await api('POST', `${vertical}Class`, passClass)
    const approved = vertical === 'generic' ? {} : { reviewStatus: 'APPROVED' }
    expect(inserted).toMatchObject({ status: 200, body: { ...passClass, ...approved } })
    expect((await api('GET', `${vertical}Class/${passClass.id}`)).body).toEqual(inserted.body)

    expect(await api('POST', `${vertical}Object`, object)).toMatchObject({ status: 200, body: object })
    expect((await api('GET', `${vertical}Object/${object.id}`)).body).toEqual({
      ...object,
      state: 'ACTIVE',
      hasUsers: false,
      // Generic objects have no copy of their class.
      ...(vertical !== 'generic' && { classReference: inserted.body }),
    })
  })
})

describe('an id', () => {
  it.each([['card'], ['3388.'], ['3388'], [`${test.issuerId}.a b`], [`${test.issuerId}.é`], [''], [undefined]])(
    '%j is none',
    async (own) => {
      expect(await api('POST', 'genericClass', { id: own })).toMatchObject({
        status: 400,
        body: { error: { message: `Invalid resource ID: ${own ?? ''}`, errors: [{ reason: 'invalidResource' }] } },
      })
    },
  )

  it('is given once to a class and once to an object, whatever the vertical', async () => {
    const taken = {
      status: 409,
      body: { error: { code: 409, status: 'ALREADY_EXISTS', errors: [{ reason: 'existingResource' }] } },
    }
    await insertObject('once')
    expect(await insertClass('card')).toMatchObject(taken)
    expect(await api('POST', 'genericClass', { id: id('card') })).toMatchObject(taken)
    expect(await insertObject('once')).toMatchObject(taken)
    expect(await insertObject('card')).toMatchObject({ status: 200 })
  })
})

describe('an object is refused', () => {
  it.each<[string, () => Promise<unknown>, object, number, string, RegExp]>([
    ['without its class', async () => {}, { classId: id('none') }, 404, 'classNotFound', /Class not found/],
    [
      'with one of another vertical',
      () => api('POST', 'genericClass', { id: id('gen') }),
      { classId: id('gen') },
      400,
      'invalidResource',
      /is of type generic, not loyalty/,
    ],
    [
      'with a draft',
      () => insertClass('draft', { reviewStatus: 'DRAFT' }),
      { classId: id('draft') },
      400,
      'invalidResource',
      /is DRAFT, not APPROVED/,
    ],
    [
      'with a rejected class',
      () => {
        google.script({ kind: 'reject', comments: 'No' })
        return insertClass('bad')
      },
      { classId: id('bad') },
      400,
      'invalidResource',
      /is REJECTED, not APPROVED/,
    ],
    [
      'with the class of another issuer',
      async () => {},
      { classId: '3388000000000000001.card' },
      400,
      'invalidResource',
      /of another issuer/,
    ],
    [
      'with a malformed class',
      async () => {},
      { classId: 'card' },
      400,
      'invalidResource',
      /Invalid resource ID: card/,
    ],
    [
      'linked to nothing',
      async () => {},
      { linkedObjectIds: [id('none')] },
      404,
      'resourceNotFound',
      /Resource not found/,
    ],
    [
      'linked to the object of another issuer',
      async () => {},
      { linkedObjectIds: ['3388000000000000001.x'] },
      400,
      'invalidResource',
      /another issuer/,
    ],
    [
      'with a linked offer that is none',
      () => insertObject('other'),
      { linkedOfferIds: [id('other')] },
      400,
      'invalidResource',
      /is no offer/,
    ],
    [
      'with a private image that nobody has uploaded',
      async () => {},
      { imageModulesData: [{ mainImage: { privateImageId: 'x' } }] },
      400,
      'invalidResource',
      /Invalid privateImageId: x/,
    ],
  ])('%s', async (name, prepare, own, status, reason, message) => {
    await prepare()
    expect(await insertObject(name.replaceAll(' ', '-'), own)).toMatchObject({
      status,
      body: {
        error: { code: status, errors: [{ reason, domain: 'walletobjects', message: expect.stringMatching(message) }] },
      },
    })
    expect((await api('GET', `loyaltyObject/${id(name.replaceAll(' ', '-'))}`)).status).toBe(404)
  })
})

it('what is not there is not found', async () => {
  expect(await api('GET', `loyaltyObject/${id('nobody')}`)).toMatchObject({
    status: 404,
    body: { error: { status: 'NOT_FOUND', errors: [{ reason: 'resourceNotFound' }] } },
  })
  expect(await api('GET', `offerObject/${id('card')}`)).toMatchObject({ status: 404 })
  expect(await api('GET', `loyaltyClass/${id('nothing')}`)).toMatchObject({
    status: 404,
    body: { error: { errors: [{ reason: 'classNotFound' }] } },
  })
})

it('two that insert the same at once: one gets it', async () => {
  const answers = await Promise.all([insertObject('race'), insertObject('race')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
})

it('an object whose interval is over is EXPIRED', async () => {
  const end = { date: '2026-11-22T10:00:00Z' }
  await insertObject('short', { validTimeInterval: { end } })
  const state = async () => (await api('GET', `loyaltyObject/${id('short')}`)).body.state
  expect(await state()).toBe('ACTIVE')
  test.clock.advance(3_600_000)
  expect(await state()).toBe('EXPIRED')
})

it('an object of a class with an activation says how far it is', async () => {
  const activationOptions = { activationUrl: 'https://example.com/activate' }
  await api('POST', 'transitClass', { ...leastClasses.transit, id: id('activated'), activationOptions })
  const object = { ...leastObjects.transit, id: id('ticket'), classId: id('activated') }
  expect((await api('POST', 'transitObject', object)).body.error.message).toMatch(/activationStatus is required/)
  const activationStatus = { state: 'NOT_ACTIVATED' }
  expect((await api('POST', 'transitObject', { ...object, activationStatus })).status).toBe(200)
})
