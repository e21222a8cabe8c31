import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'
import { insertPass, leastClasses } from '../../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id, google } = test
await insertPass(test, 'loyalty', {
  object: {
    accountName: 'Ada',
    loyaltyPoints: { label: 'Beans', balance: { int: 3 } },
    textModulesData: [{ id: 'a' }],
  },
})
const object = `loyaltyObject/${id('ada')}`
const passClass = `loyaltyClass/${id('card')}`

describe('PATCH', () => {
  it('merges objects, replaces lists as a whole, and removes by null', async () => {
    const { status, body } = await api('PATCH', object, {
      loyaltyPoints: { balance: { int: 4 } },
      textModulesData: [{ id: 'b', body: 'x' }],
      accountName: null,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      loyaltyPoints: { label: 'Beans', balance: { int: 4 } },
      textModulesData: [{ id: 'b', body: 'x' }],
      state: 'ACTIVE',
    })
    expect(body).not.toHaveProperty('accountName')
    expect((await api('GET', object)).body).toEqual(body)
  })

  it('judges what comes of it', async () => {
    expect(await api('PATCH', object, { loyaltyPoints: { balance: { string: 'many' } } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('Exactly one of string, int, double, money') } },
    })
    expect((await api('PATCH', object, { loyaltyPoints: { balance: { string: 'many', int: null } } })).status).toBe(200)
    expect(await api('PATCH', object, { classId: null })).toMatchObject({ status: 400 })
    expect(await api('PATCH', object, { statee: null })).toMatchObject({ status: 400 })
    expect((await api('PATCH', object, { state: null })).body.error.message).toBe('state is required.')
  })

  it('leaves the id alone', async () => {
    expect((await api('PATCH', object, { id: id('ada') })).status).toBe(200)
    expect((await api('PATCH', object, { id: id('bob') })).body.error.message).toMatch(/is not the .+ of the path/)
  })

  it('of what is not there is not found', async () => {
    expect((await api('PATCH', `loyaltyObject/${id('nobody')}`, {})).status).toBe(404)
  })
})

describe('PUT', () => {
  it('replaces all, and takes an answer of GET back', async () => {
    const before = (await api('GET', object)).body
    expect((await api('PUT', object, before)).body).toEqual(before)
    const { body } = await api('PUT', object, { id: id('ada'), classId: id('card'), state: 'COMPLETED' })
    expect(body).not.toHaveProperty('loyaltyPoints')
    expect(body.state).toBe('COMPLETED')
  })

  it('without what is required is refused', async () => {
    expect((await api('PUT', object, { id: id('ada') })).body.error.errors).toHaveLength(2)
  })

  it('of what is not there is not found', async () => {
    expect((await api('PUT', `loyaltyObject/${id('nobody')}`, {})).status).toBe(404)
  })
})

describe('a class under review', () => {
  const insert = (suffix: string, reviewStatus: string) =>
    api('POST', 'loyaltyClass', { ...leastClasses.loyalty, id: id(suffix), reviewStatus })

  it.each(['APPROVED', 'REJECTED', 'approved'])('cannot come as %s', async (status) => {
    expect((await insert('approved', status)).body.error.message).toMatch(/^Invalid review status Optional\[/)
  })

  it('that has been approved asks for a review with every change, and does not echo what it was', async () => {
    const invalid = { status: 400, body: { error: { message: 'Invalid review status Optional[APPROVED].' } } }
    expect(await api('PATCH', passClass, { programName: 'New' })).toMatchObject(invalid)
    expect(await api('PUT', passClass, (await api('GET', passClass)).body)).toMatchObject(invalid)
    const change = { programName: 'New', reviewStatus: 'UNDER_REVIEW' }
    expect((await api('PATCH', passClass, change)).body).toMatchObject({ programName: 'New', reviewStatus: 'APPROVED' })
  })

  it('never goes back to a draft', async () => {
    expect((await api('PATCH', passClass, { reviewStatus: 'DRAFT' })).status).toBe(400)
  })

  it('may be a draft first', async () => {
    expect((await insert('draft', 'DRAFT')).body.reviewStatus).toBe('DRAFT')
    const path = `loyaltyClass/${id('draft')}`
    expect((await api('PATCH', path, { programName: 'x' })).body.reviewStatus).toBe('DRAFT')
    expect((await api('PATCH', path, { reviewStatus: 'underReview' })).body.reviewStatus).toBe('APPROVED')
  })

  it('is rejected with comments when a script says so, and approved the next time', async () => {
    await insert('picky', 'UNDER_REVIEW')
    google.script({ kind: 'reject', comments: 'No such shop', classId: id('picky') })
    const path = `loyaltyClass/${id('picky')}`
    const ask = () => api('PATCH', path, { reviewStatus: 'UNDER_REVIEW' })
    expect((await ask()).body).toMatchObject({ reviewStatus: 'REJECTED', review: { comments: 'No such shop' } })
    expect((await api('GET', path)).body.review).toEqual({ comments: 'No such shop' })
    const approved = (await ask()).body
    expect(approved.reviewStatus).toBe('APPROVED')
    expect(approved).not.toHaveProperty('review')
  })

  it('is not generic: those have no review', async () => {
    await api('POST', 'genericClass', { id: id('free') })
    expect((await api('PATCH', `genericClass/${id('free')}`, { enableSmartTap: true })).status).toBe(200)
    expect((await api('PATCH', `genericClass/${id('free')}`, { reviewStatus: 'UNDER_REVIEW' })).status).toBe(400)
  })
})
