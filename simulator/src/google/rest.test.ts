import { afterAll, describe, expect, it } from 'vitest'
import { callApi, openTestGoogle } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'
import { apiDescription } from './api/description.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { google, api, id } = test
await insertPass(test, 'loyalty', { object: { loyaltyPoints: { label: 'Beans', balance: { int: 3 } } } })

describe('a request without a valid access token is not authenticated', () => {
  it.each([
    ['without a header', {}, /missing required authentication credential/],
    ['by another scheme', { Authorization: 'Basic YTpi' }, /missing required authentication credential/],
    ['with an unknown token', { Authorization: 'Bearer ya29.unknown' }, /invalid authentication credentials/],
  ])('%s', async (_, headers, message) => {
    const answer = await fetch(`${google.apiUrl}/walletobjects/v1/issuer`, { headers })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      error: { code: 401, status: 'UNAUTHENTICATED', message: expect.stringMatching(message) },
    })
  })

  it('after all tokens have expired', async () => {
    await using test = await openTestGoogle()
    const { google } = test
    const token = (await test.token()).body.access_token
    google.script({ kind: 'expire-tokens' })
    expect((await callApi(google, token, 'GET', 'issuer')).status).toBe(401)
  })
})

describe('a request that is none of the API’s', () => {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const token = (await test.token()).body.access_token
    const answer = await fetch(`${google.apiUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: String(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }

  it.each([
    ['DELETE', '/walletobjects/v1/loyaltyObject/1.a'],
    ['GET', '/walletobjects/v1/couponClass/1.a'],
    ['POST', '/walletobjects/v1/offerObject/1.a/modifyLinkedOfferObjects'],
    ['GET', '/walletobjects/v2/issuer'],
    ['GET', '/'],
  ])('%s %s is not found', async (method, path) => {
    expect(await call(method, path)).toMatchObject({
      status: 404,
      body: { error: { code: 404, status: 'NOT_FOUND', errors: [{ reason: 'notFound' }] } },
    })
  })

  it.each([
    ['an unknown parameter', 'GET', '/walletobjects/v1/issuer?strict=true', undefined, {}, /Unknown name "strict"/],
    ['no JSON', 'POST', '/walletobjects/v1/genericClass', '{', {}, /Parse Error/],
    [
      'another type',
      'POST',
      '/walletobjects/v1/genericClass',
      '{}',
      { 'Content-Type': 'text/plain' },
      /application\/json/,
    ],
    ['a list', 'POST', '/walletobjects/v1/jwt', '[]', {}, /it is not an object/],
    ['a malformed selection', 'GET', '/walletobjects/v1/issuer?fields=a(', undefined, {}, /Invalid field selection/],
  ])('%s is invalid', async (_, method, path, body, headers, message) => {
    expect(await call(method, path, body, headers)).toMatchObject({
      status: 400,
      body: { error: { code: 400, status: 'INVALID_ARGUMENT', message: expect.stringMatching(message) } },
    })
  })

  it('more than ten megabytes are too many', async () => {
    const padding = `"${'x'.repeat(10_000_001)}"`
    expect(await call('POST', '/walletobjects/v1/genericClass', padding)).toMatchObject({
      status: 413,
      body: { error: { errors: [{ reason: 'uploadTooLarge' }] } },
    })
  })
})

it('every method of the API description is known, but for private passes', async () => {
  const unknown: string[] = []
  for (const { id, httpMethod, path } of apiDescription.methods) {
    const { body } = await api(
      httpMethod,
      path.replace('walletobjects/v1/', '').replace('{resourceId}', 'x'),
      httpMethod === 'GET' ? undefined : {},
    )
    if (body.error?.errors[0].reason === 'notFound') unknown.push(id)
  }
  expect(unknown).toEqual(['privateContent.setPassUpdateNotice'])
})

describe('`fields` selects parts of an answer', () => {
  it.each([
    ['id,state', { id: id('ada'), state: 'ACTIVE' }],
    ['loyaltyPoints/balance', { loyaltyPoints: { balance: { int: 3 } } }],
    ['loyaltyPoints(label,balance/int),id', { id: id('ada'), loyaltyPoints: { label: 'Beans', balance: { int: 3 } } }],
    [
      'classReference/programLogo/*/uri',
      { classReference: { programLogo: { sourceUri: { uri: expect.any(String) } } } },
    ],
    ['nothing', {}],
  ])('%s', async (fields, expected) => {
    const { body } = await api('GET', `loyaltyObject/${id('ada')}?fields=${encodeURIComponent(fields)}`)
    expect(body).toEqual(expected)
  })

  it('in lists, of each entry', async () => {
    const { body } = await api('GET', `loyaltyObject?classId=${id('card')}&fields=resources(id)`)
    expect(body).toEqual({ resources: [{ id: id('ada') }] })
  })
})
