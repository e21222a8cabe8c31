import { expect, it } from 'vitest'
import { verifyCallback } from '../../testing/callbacks.ts'
import { start } from '../../testing/development-passes.ts'
import { freshIntermediateKey, gson, isWorn, newSigningKey, rootKeysAnswer, signedBytes } from './keys.ts'
import { signCallback } from './message.ts'

const later = (days: number) => new Date(start.getTime() + days * 86_400_000)

it.each([
  [['é', '💳', ''], '02000000c3a904000000f09f92b300000000'],
  [
    ['GooglePayPasses', '3388000000022000001', 'ECv2SigningOnly', '{"eventType":"save"}'],
    '0f000000476f6f676c6550617950617373657313000000333338383030303030303032323030303030310f000000454376325369676e696e674f6e6c79140000007b226576656e7454797065223a2273617665227d',
  ],
])('%j is signed with each length in UTF-8 bytes, little-endian', (parts, hex) => {
  expect(signedBytes(parts).toString('hex')).toBe(hex)
})

it('JSON is escaped as Google’s library does', () => {
  expect(gson({ a: "=<>&'\u2028é" })).toBe('{"a":"\\u003d\\u003c\\u003e\\u0026\\u0027\\u2028é"}')
})

/** A callback that Google sent in October 2025, as published by edutap.wallet_google. */
const genuine = String.raw`{"signature":"MEUCIQC+xKva1ydmNwJJiP2HJJWsteUe02ztTDKExzcWIpmlywIgJwD4HUYvZJg/cr1OL21vVKr0b2ZXt79NblCQ1V18zsc\u003d","intermediateSigningKey":{"signedKey":"{\"keyValue\":\"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKb256ssDdmf7DokZ7jsMtAvjiTX2HF1ay8QR1sSA+gFpC/ChhRwVdMEVJTaoAP1MIH38QWtqShiQ63zROaKtgQ\\u003d\\u003d\",\"keyExpiration\":\"1759996807000\"}","signatures":["MEUCIDd7rXh7qgJZ7YSlQiXG2zOdZUT5XlMSUPu3RfyV3p2CAiEApxrIwTmRVig93FVJUC6bSWdQXMqata5sHenKsVYreUk\u003d"]},"protocolVersion":"ECv2SigningOnly","signedMessage":"{\"classId\":\"3388000000022141777.lib.edutap.eu\",\"objectId\":\"3388000000022141777.6b4cbd15-0de7-4fe8-95f6-995a51b4595e.object\",\"eventType\":\"del\",\"expTimeMillis\":1759331348143,\"count\":1,\"nonce\":\"1a9e3df0-ec10-4a17-8b39-89d2d7f48e3b\"}"}`
const genuineRoots =
  '{"keys":[{"keyValue":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEs/J7ghdwu4/b6NvqzQebS+Z80FEP8ZlGdAdWDUjfPeBKaV+YOWW0l6U/4IGXnfY9NrsND1fwxAqRq0unR/LCIg==","protocolVersion":"ECv2SigningOnly","keyExpiration":"4102444800000"}]}'

it('a callback has the shape of a genuine one, letter by letter but for its values', () => {
  const roots = [newSigningKey()]
  const { body } = signCallback(
    {
      eventType: 'del',
      issuerId: '3388000000022141777',
      classId: '3388000000022141777.lib.edutap.eu',
      objectId: '3388000000022141777.6b4cbd15-0de7-4fe8-95f6-995a51b4595e.object',
    },
    { roots, intermediate: freshIntermediateKey(roots, start) },
    start,
  )
  const shape = (text: string) =>
    text
      .replace(/M[EF][\w+/]{60,}(\\+u003d)*/g, 'BASE64')
      .replace(/\d{13}(?!\d)/g, 'MILLIS')
      .replace(/[0-9a-f-]{36}(?=\\"\})/, 'NONCE')
  expect(shape(body)).toBe(shape(genuine))
})

it('what judges callbacks in these tests takes the genuine one, for its issuer only', () => {
  const at = 1_759_331_288_143
  expect(verifyCallback(genuine, genuineRoots, '3388000000022141777', at)).toMatchObject({
    message: { eventType: 'del' },
  })
  expect(verifyCallback(genuine, genuineRoots, '3388000000022141778', at)).toEqual({ fault: 'signature' })
})

it('the expiration of root keys rolls on, two to three days ahead', () => {
  const roots = [newSigningKey()]
  for (const at of [start, later(0.6), later(30)]) {
    const { body, headers } = rootKeysAnswer(roots, at)
    const [{ keyExpiration, ...rest } = { keyExpiration: '' }] = body.keys
    expect(rest).toEqual({ keyValue: roots[0]?.keyValue, protocolVersion: 'ECv2SigningOnly' })
    expect(keyExpiration).toMatch(/^\d{13}$/)
    const days = (Number(keyExpiration) - at.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(2)
    expect(days).toBeLessThanOrEqual(3)
    expect(headers['Cache-Control']).toBe('public, max-age=3600')
  }
})

it('an intermediate key is replaced a week before it ends', () => {
  const key = freshIntermediateKey([newSigningKey()], start)
  expect([isWorn(key, later(6)), isWorn(key, later(7.5))]).toEqual([false, true])
})
