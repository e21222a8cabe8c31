import { describe, expect, it } from 'vitest'
import { deviceToken, openTestApns, type PushRequest, sharedAuthority } from '../testing/apns.ts'
import { passTypeIdentifier } from '../testing/development-passes.ts'

const authority = await sharedAuthority()
const uuid = 'EC1BF194-B3B2-424A-89F9-1B0AE6B29D4E'

describe('a push that is as it should be', () => {
  it('is answered with 200, its own apns-id and no body', async () => {
    await using test = await openTestApns(authority)
    const answer = await test.connect().push({ headers: { 'apns-id': uuid } })
    expect(answer).toMatchObject({ status: 200, body: undefined, headers: { 'apns-id': uuid } })
  })

  it('gets an apns-id if it brings none', async () => {
    await using test = await openTestApns(authority)
    const { headers } = await test.connect().push()
    expect(headers['apns-id']).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
  })

  it('is received with everything that it said', async () => {
    await using test = await openTestApns(authority)
    await test.connect().push({
      path: `/3/device/${deviceToken.toUpperCase()}`,
      headers: {
        'apns-id': uuid,
        'apns-push-type': 'background',
        'apns-priority': '5',
        'apns-expiration': '1800000000',
      },
      body: '{ "aps": {} }',
    })
    expect(test.apns.received()).toEqual([
      {
        at: test.clock.now().toISOString(),
        apnsId: uuid,
        deviceToken,
        topic: passTypeIdentifier,
        pushType: 'background',
        priority: 5,
        expiration: 1_800_000_000,
        payload: '{ "aps": {} }',
        outcome: '200',
      },
    ])
  })

  it.each<[string, PushRequest]>([
    ['a payload of 4096 bytes', { body: JSON.stringify({ a: 'x'.repeat(4_096 - 8) }) }],
    ['a token longer than those of today', { path: `/3/device/${'ab'.repeat(80)}` }],
    ['priority 10', { headers: { 'apns-priority': '10' } }],
    ['priority 1', { headers: { 'apns-priority': '1' } }],
    ['expiration 0', { headers: { 'apns-expiration': '0' } }],
    ['a collapse id of 64 bytes', { headers: { 'apns-collapse-id': 'x'.repeat(64) } }],
  ])('may have %s', async (_, request) => {
    await using test = await openTestApns(authority)
    expect((await test.connect().push(request)).status).toBe(200)
  })
})

describe('a push is refused for', () => {
  it.each<[string, PushRequest, number, string]>([
    ['another path', { path: `/4/device/${deviceToken}` }, 404, 'BadPath'],
    ['another method', { method: 'PUT' }, 405, 'MethodNotAllowed'],
    ['no token', { path: '/3/device/' }, 400, 'MissingDeviceToken'],
    ['no token and no slash', { path: '/3/device' }, 400, 'MissingDeviceToken'],
    ['a token that is not hexadecimal', { path: `/3/device/${'xy'.repeat(32)}` }, 400, 'BadDeviceToken'],
    ['a token of half a byte too much', { path: `/3/device/${deviceToken}a` }, 400, 'BadDeviceToken'],
    ['a query behind the token', { path: `/3/device/${deviceToken}?a=b` }, 400, 'BadDeviceToken'],
    ['a topic that cannot be one', { headers: { 'apns-topic': 'pass com' } }, 400, 'BadTopic'],
    ['an apns-id that is no UUID', { headers: { 'apns-id': '1' } }, 400, 'BadMessageId'],
    ['an unknown push type', { headers: { 'apns-push-type': 'pass' } }, 400, 'InvalidPushType'],
    ['an unknown priority', { headers: { 'apns-priority': '7' } }, 400, 'BadPriority'],
    [
      'priority 10 for the push type background',
      { headers: { 'apns-push-type': 'background', 'apns-priority': '10' } },
      400,
      'BadPriority',
    ],
    ['an expiration that is no number', { headers: { 'apns-expiration': 'tomorrow' } }, 400, 'BadExpirationDate'],
    ['a collapse id of 65 bytes', { headers: { 'apns-collapse-id': 'x'.repeat(65) } }, 400, 'BadCollapseId'],
    ['a repeated header', { headers: { 'apns-priority': ['5', '5'] } }, 400, 'DuplicateHeaders'],
    ['an empty body', { body: '' }, 400, 'PayloadEmpty'],
    ['a body that is not JSON', { body: '{' }, 400, 'PayloadEmpty'],
    ['a body that is no JSON object', { body: '[]' }, 400, 'PayloadEmpty'],
    ['4097 bytes', { body: JSON.stringify({ a: 'x'.repeat(4_097 - 8) }) }, 413, 'PayloadTooLarge'],
    ['a megabyte', { body: Buffer.alloc(1_048_576, ' ') }, 413, 'PayloadTooLarge'],
  ])('%s', async (_, request, status, reason) => {
    await using test = await openTestApns(authority)
    const sender = test.connect()
    const answer = await sender.push(request)

    expect(answer).toMatchObject({ status, body: { reason } })
    expect(answer.headers['apns-id']).toBeDefined()
    expect(test.apns.counts()).toEqual({ [`${status} ${reason}`]: 1 })
    expect(test.apns.received()).toEqual([])
    expect((await sender.push()).status).toBe(200)
  })
})

it('a request that its sender breaks off is no push', async () => {
  await using test = await openTestApns(authority)
  const sender = test.connect()
  const half = sender.session.request({ ':method': 'POST', ':path': `/3/device/${deviceToken}` })
  half.on('error', () => {})
  half.write('{')
  half.close(8)
  await sender.push()
  expect(test.apns.counts()).toEqual({ '200': 1 })
})
