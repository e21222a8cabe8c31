import { expect, it } from 'vitest'
import { openTestGoogle } from '../testing/google.ts'

it('a project may send 20 requests within a second, the rest is refused and counted', async () => {
  await using test = await openTestGoogle({ requestsPerSecond: 20 })
  const path = `issuer/${test.issuerId}`
  const burst = async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => test.api('GET', path)))
    return answers.map(({ status }) => status).filter((status) => status === 429).length
  }
  await test.api('GET', path)
  expect(await burst()).toBe(6)
  expect(test.google.counts()).toMatchObject({ '200': 21, '429 rateLimitExceeded': 6 })
  expect((await test.api('GET', path)).body).toMatchObject({
    error: { code: 429, status: 'RESOURCE_EXHAUSTED', errors: [{ reason: 'rateLimitExceeded' }] },
  })
  test.clock.advance(1_000)
  expect(await burst()).toBe(5)
})

it('whoever keeps to the rate is never refused, however unevenly requests arrive', async () => {
  await using test = await openTestGoogle({ requestsPerSecond: 20 })
  for (let sent = 0; sent < 60; sent++) {
    expect((await test.api('GET', 'issuer')).status).toBe(200)
    test.clock.advance(sent % 2 === 0 ? 5 : 95)
  }
})

it('whoever goes beyond it is, in the long run for as much as that', async () => {
  await using test = await openTestGoogle({ requestsPerSecond: 20 })
  for (let sent = 0; sent < 100; sent++) {
    await test.api('GET', 'issuer')
    test.clock.advance(25)
  }
  // 100 in 2.5 seconds: 20 at once and 20 for each second are taken.
  expect(test.google.counts()['429 rateLimitExceeded']).toBe(31)
})

it('counts each project by itself', async () => {
  await using test = await openTestGoogle({ requestsPerSecond: 1 })
  const other = await test.google.createIssuer()
  await test.api('GET', 'issuer')
  expect((await test.api('GET', 'issuer')).status).toBe(429)
  const token = (await test.token({}, other.serviceAccountKey)).body.access_token
  const answer = await fetch(`${test.google.apiUrl}/walletobjects/v1/issuer`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
})

it('a script sets the limit, lifts it, and puts it back', async () => {
  await using test = await openTestGoogle({ requestsPerSecond: 1 })
  await test.api('GET', 'issuer')
  test.google.script({ kind: 'requests-per-second', limit: null })
  expect((await test.api('GET', 'issuer')).status).toBe(200)
  test.google.script({ kind: 'requests-per-second', limit: 0 })
  expect((await test.api('GET', 'issuer')).status).toBe(429)
  test.google.script({ kind: 'reset' })
  test.clock.advance(1_000)
  expect([await test.api('GET', 'issuer'), await test.api('GET', 'issuer')].map(({ status }) => status)).toEqual([
    200, 429,
  ])
})
