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
