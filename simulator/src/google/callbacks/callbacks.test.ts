import { describe, expect, it } from 'vitest'
import { startIssuerServer, verifyCallback } from '../../testing/callbacks.ts'
import { openTestGoogle, type TestGoogle } from '../../testing/google.ts'
import { insertPass } from '../../testing/passes.ts'
import type { VirtualGoogleOptions } from '../virtual-google.ts'
import { forgeries } from './message.ts'

async function openWithServer(options: Partial<VirtualGoogleOptions> = {}) {
  const server = await startIssuerServer()
  const test = await openTestGoogle(options)
  await insertPass(test, 'loyalty', { passClass: { callbackOptions: { url: server.url } } })
  return {
    ...test,
    server,
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function saveAndSettle(test: TestGoogle, account = 'ada@example.com') {
  await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), account)
  await test.google.settled()
}

async function verdict(test: TestGoogle, body: string) {
  const rootKeys = await (await fetch(test.google.rootKeysUrl)).text()
  return verifyCallback(body, rootKeys, test.issuerId, test.clock.now().getTime())
}

it('a save and a removal are told, each with a signature that stands under the root keys', async () => {
  await using test = await openWithServer()
  await saveAndSettle(test)
  await fetch(`${test.google.apiUrl}/wallets/ada@example.com/${test.id('ada')}`, { method: 'DELETE' })
  await test.google.settled()

  const verdicts = await Promise.all(test.server.callbacks.map(({ body }) => verdict(test, body)))
  expect(verdicts).toEqual(
    ['save', 'del'].map((eventType) => ({
      message: {
        classId: test.id('card'),
        objectId: test.id('ada'),
        eventType,
        expTimeMillis: expect.any(Number),
        count: 1,
        nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })),
  )
})

it('is written as Google writes it: "=" escaped, parts as texts, expirations as texts', async () => {
  await using test = await openWithServer()
  await saveAndSettle(test)
  const [callback] = test.server.callbacks
  expect(callback?.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringContaining('Googlebot'),
  })
  const body = JSON.parse(callback?.body ?? '')
  expect(body.intermediateSigningKey.signedKey).toMatch(/^\{"keyValue":"[^"=]+\\u003d\\u003d","keyExpiration":"\d+"\}$/)
  expect(callback?.body).not.toContain('=')
})

describe('what is forged is found out', () => {
  const faults = {
    'bad-signature': 'signature',
    'foreign-recipient': 'signature',
    'foreign-object': 'foreign object',
    'unknown-root': 'root',
    'expired-key': 'intermediate expired',
    'expired-message': 'message expired',
    'wrong-protocol': 'protocol',
  }
  it.each(forgeries)('%s', async (forgery) => {
    await using test = await openWithServer()
    test.google.script({ kind: 'callback', forgery })
    await saveAndSettle(test)
    expect(await verdict(test, test.server.callbacks[0]?.body ?? '')).toEqual({ fault: faults[forgery] })
  })
})

describe('delivery', () => {
  const nonces = (bodies: readonly { readonly body: string }[]) =>
    bodies.map(({ body }) => JSON.parse(JSON.parse(body).signedMessage).nonce)

  it('is tried again until it is taken, with the same nonce and signature', async () => {
    await using test = await openWithServer({ callbackRetryWaitsMs: [1, 1, 1], callbackTimeoutMs: 3_000 })
    test.server.answer(503, null, 302, 204)
    await saveAndSettle(test)
    expect(test.server.callbacks).toHaveLength(4)
    expect(new Set(test.server.callbacks.map(({ body }) => body)).size).toBe(1)
    expect(test.google.callbacks()).toMatchObject([
      {
        eventType: 'save',
        classId: test.id('card'),
        objectId: test.id('ada'),
        url: test.server.url,
        nonce: nonces(test.server.callbacks)[0],
        attempts: [503, expect.any(String), 302, 204],
        outcome: 'delivered',
      },
    ])
  })

  it('is given up in the end', async () => {
    await using test = await openWithServer({ callbackRetryWaitsMs: [1] })
    test.server.answer(500, 401)
    await saveAndSettle(test)
    expect(test.google.callbacks()).toMatchObject([{ attempts: [500, 401], outcome: 'failed' }])
  })

  it('happens twice when a script says so, with the same nonce', async () => {
    await using test = await openWithServer()
    test.google.script({ kind: 'callback', delivery: 'twice' })
    await saveAndSettle(test)
    expect(test.server.callbacks).toHaveLength(2)
    expect(new Set(nonces(test.server.callbacks)).size).toBe(1)
  })

  it('does not happen when a script says so, and the object tells', async () => {
    await using test = await openWithServer()
    test.google.script({ kind: 'callback', delivery: 'lost', objectId: test.id('ada') })
    await saveAndSettle(test)
    expect(test.server.callbacks).toEqual([])
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'lost', attempts: [] }])
    expect((await test.api('GET', `loyaltyObject/${test.id('ada')}`)).body.hasUsers).toBe(true)
  })

  it('comes late when a script says so', async () => {
    await using test = await openWithServer()
    test.google.script({ kind: 'callback', delayMs: 1_000 })
    await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), 'ada@example.com')
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'under way' }])
    await test.google.settled()
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'delivered' }])
  })

  it('a script for another object waits for it', async () => {
    await using test = await openWithServer()
    test.google.script({ kind: 'callback', delivery: 'lost', objectId: test.id('bob') })
    await saveAndSettle(test)
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'delivered' }])
  })

  it('is for every account that saves, once', async () => {
    await using test = await openWithServer()
    for (const account of ['ada@example.com', 'ada@example.com', 'bob@example.com']) await saveAndSettle(test, account)
    expect(test.google.callbacks()).toHaveLength(2)
  })

  it('does not happen for a class without an address', async () => {
    await using test = await openTestGoogle()
    await insertPass(test)
    await saveAndSettle(test)
    expect(test.google.callbacks()).toEqual([])
  })

  it('goes to this machine only', async () => {
    await using test = await openTestGoogle()
    await insertPass(test, 'loyalty', { passClass: { callbackOptions: { url: 'https://example.com/callback' } } })
    await saveAndSettle(test)
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'not on this machine', attempts: [] }])
  })

  it('ends with the virtual Google', async () => {
    const test = await openWithServer({ callbackRetryWaitsMs: [60_000] })
    test.server.answer(500)
    await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), 'ada@example.com')
    await test[Symbol.asyncDispose]()
    await test.google.settled()
  })
})

describe('robots.txt', () => {
  it.each([
    ['that bars Googlebot', 200, 'User-agent: Googlebot\nDisallow: /callback', 'barred by robots.txt'],
    ['that cannot be told', 500, '', 'barred by robots.txt'],
    ['that allows', 200, 'User-agent: *\nDisallow: /\nAllow: /callback', 'delivered'],
    ['that there is none of', 404, '', 'delivered'],
  ])('%s', async (_, status, text, outcome) => {
    await using test = await openWithServer()
    test.server.robots(status, text)
    await saveAndSettle(test)
    expect(test.google.callbacks()).toMatchObject([{ outcome }])
    expect(test.server.callbacks).toHaveLength(outcome === 'delivered' ? 1 : 0)
  })

  it('is not asked if it shall not be', async () => {
    await using test = await openWithServer({ robots: false })
    test.server.robots(200, 'User-agent: *\nDisallow: /')
    await saveAndSettle(test)
    expect(test.google.callbacks()).toMatchObject([{ outcome: 'delivered' }])
  })
})

it('keys are rotated: the old root stays published, what was signed before and after stands', async () => {
  await using test = await openWithServer()
  await saveAndSettle(test, 'ada@example.com')
  test.google.script({ kind: 'rotate-root-keys' })
  await saveAndSettle(test, 'bob@example.com')
  const { keys } = (await (await fetch(test.google.rootKeysUrl)).json()) as { keys: unknown[] }
  expect(keys).toHaveLength(2)
  const verdicts = await Promise.all(test.server.callbacks.map(({ body }) => verdict(test, body)))
  expect(verdicts).toMatchObject([{ message: { eventType: 'save' } }, { message: { eventType: 'save' } }])
})

it('keys are published with how long they may be kept', async () => {
  await using test = await openTestGoogle()
  const answer = await fetch(test.google.rootKeysUrl)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
  expect((await fetch(test.google.rootKeysUrl, { method: 'POST' })).status).toBe(404)
})
