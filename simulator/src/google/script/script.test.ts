import { describe, expect, it, vi } from 'vitest'
import { openTestGoogle } from '../../testing/google.ts'
import { insertPass } from '../../testing/passes.ts'

async function open() {
  const test = await openTestGoogle()
  await insertPass(test)
  return { ...test, object: `loyaltyObject/${test.id('ada')}` }
}

describe('the next request', () => {
  it('is answered as a script says', async () => {
    await using test = await open()
    test.google.script({ kind: 'answer', status: 503, retryAfterSeconds: 7 })
    const answer = await test.api('GET', test.object)
    expect(answer).toMatchObject({
      status: 503,
      body: { error: { code: 503, status: 'UNAVAILABLE', errors: [{ reason: 'backendError' }] } },
    })
    expect(answer.headers.get('retry-after')).toBe('7')
    expect((await test.api('GET', test.object)).status).toBe(200)
  })

  it('is refused with a reason and words of the script’s own', async () => {
    await using test = await open()
    test.google.script({ kind: 'answer', status: 403, reason: 'quotaExceeded', message: 'Slow down' })
    expect((await test.api('GET', test.object)).body.error).toMatchObject({
      message: 'Slow down',
      errors: [{ message: 'Slow down', domain: 'walletobjects', reason: 'quotaExceeded' }],
    })
  })

  it.each([
    [429, 'rateLimitExceeded'],
    [401, 'authError'],
    [404, 'resourceNotFound'],
    [409, 'existingResource'],
  ])('with status %i has the reason %s unless another is given', async (status, reason) => {
    await using test = await open()
    test.google.script({ kind: 'answer', status })
    expect((await test.api('GET', test.object)).body.error.errors[0].reason).toBe(reason)
  })

  it('is not carried out, or is although its answer is another', async () => {
    await using test = await open()
    test.google.script({ kind: 'answer', status: 500 })
    await test.api('PATCH', test.object, { accountName: 'Lost' })
    expect((await test.api('GET', test.object)).body.accountName).toBeUndefined()
    test.google.script({ kind: 'answer', status: 500, carriedOut: true })
    await test.api('PATCH', test.object, { accountName: 'Ada' })
    expect((await test.api('GET', test.object)).body.accountName).toBe('Ada')
  })

  it('loses its connection', async () => {
    await using test = await open()
    test.google.script({ kind: 'disconnect', carriedOut: true })
    await expect(test.api('PATCH', test.object, { accountName: 'Ada' })).rejects.toThrow()
    expect((await test.api('GET', test.object)).body.accountName).toBe('Ada')
    expect(test.google.counts().disconnect).toBe(1)
  })

  it('is never answered', async () => {
    await using test = await open()
    test.google.script({ kind: 'silent' })
    const giveUp = new AbortController()
    const waiting = fetch(test.google.rootKeysUrl, { signal: giveUp.signal })
    const noted = { path: '/gp/m/issuer/keys', status: null, outcome: 'silent' }
    await vi.waitFor(() => expect(test.google.received().at(-1)).toMatchObject(noted), { timeout: 60_000 })
    giveUp.abort()
    await expect(waiting).rejects.toThrow(/abort/)
  })

  it('is answered late', async () => {
    await using test = await open()
    test.google.script({ kind: 'slow', delayMs: 2_000 })
    const order: string[] = []
    const slow = test.api('GET', test.object).then(({ status }) => order.push(`slow ${status}`))
    await test.api('GET', test.object).then(() => order.push('fast'))
    await slow
    expect(order).toEqual(['fast', 'slow 200'])
  })

  it('is answered with enums in their outdated spelling', async () => {
    await using test = await open()
    await test.api('PATCH', test.object, { barcode: { type: 'PDF_417', value: 'ACTIVE' } })
    test.google.script({ kind: 'camel-case' })
    expect((await test.api('GET', test.object)).body).toMatchObject({
      state: 'active',
      barcode: { type: 'pdf417', value: 'ACTIVE' },
      classReference: { reviewStatus: 'approved' },
    })
    expect((await test.api('GET', test.object)).body.state).toBe('ACTIVE')
  })
})

it('rules are for a method, a path and a number of requests; other requests pass by', async () => {
  await using test = await open()
  const path = '/walletobjects/v1/loyaltyObject'
  test.google.script({ kind: 'answer', status: 500, method: 'PATCH', path, times: 2 })
  const statuses: number[] = []
  statuses.push((await test.api('GET', test.object)).status)
  statuses.push((await test.api('PATCH', `loyaltyClass/${test.id('card')}`, { reviewStatus: 'UNDER_REVIEW' })).status)
  for (let count = 0; count < 3; count++) statuses.push((await test.api('PATCH', test.object, {})).status)
  expect(statuses).toEqual([200, 200, 500, 500, 200])

  test.google.script({ kind: 'answer', status: 503, times: 'always' })
  for (let count = 0; count < 3; count++) expect((await test.api('GET', test.object)).status).toBe(503)
  test.google.script({ kind: 'reset' })
  expect((await test.api('GET', test.object)).status).toBe(200)
})

it('Google is away for a while', async () => {
  await using test = await open()
  test.google.script({ kind: 'away', forMs: 60_000 })
  await expect(test.api('GET', test.object)).rejects.toThrow()
  await expect(fetch(test.google.rootKeysUrl)).rejects.toThrow()
  test.clock.advance(60_000)
  expect((await test.api('GET', test.object)).status).toBe(200)
  test.google.script({ kind: 'away', forMs: 60_000 })
  test.google.script({ kind: 'reset' })
  expect((await test.api('GET', test.object)).status).toBe(200)
})

it('an issuer is set up anew only if there is one', async () => {
  await using test = await open()
  expect(() => test.google.script({ kind: 'issuer', issuerId: '1', demoMode: true })).toThrow(/no issuer 1/)
})
