import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import { readLog } from '../../log/read.ts'
import type { Pass } from '../../passes/pass.ts'

let apple: AppleWorld
let campaign: string
let contacts = 0
beforeAll(async () => {
  apple = await openAppleWorld({ maxDevicesPerPass: 3 })
  const source = loyaltyCard({ icon: await apple.asset(await icon()) })
  campaign = await apple.world.publish({ ...source, variants: [{ when: { installed: true }, message: 'Welcome!' }] })
})
afterAll(() => apple.close())

const newPass = () => apple.issue(campaign, `contact-${++contacts}`)
const rows = async (sql: string, values: unknown[]) => (await apple.world.database.pool.query(sql, values)).rows
const pushTokens = async (deviceId: string) =>
  (await rows('select push_token from devices where id = $1', [deviceId])).map((row) => row.push_token)
const devicesOf = async (pass: Pass) =>
  (await rows('select device_id from registrations where pass_id = $1 order by 1', [pass.id])).map((r) => r.device_id)
const downloads = async (pass: Pass) => {
  await apple.world.number()
  const range = { after: 0, limit: 1000, passId: pass.id, types: ['download'] }
  return readLog(apple.world.database.db, apple.world.customerId, range)
}
const post = (pass: Pass, payload: string | Buffer, headers: Record<string, string> = {}, device = 'd-body') =>
  apple.app.inject({
    method: 'POST',
    url: `/v1/devices/${device}/registrations/${pass.passTypeId}/${pass.serial}`,
    headers: { authorization: apple.phone.authorization(pass), ...headers },
    payload,
  })

describe('Register a Pass for Update Notifications', () => {
  it('answers 201 to the first registration and 200 to each repetition, without a body', async () => {
    const pass = await newPass()
    const first = await apple.phone.register(pass, 'd-1')
    expect([first.statusCode, first.body]).toEqual([201, ''])
    const second = await apple.phone.register(pass, 'd-1')
    expect([second.statusCode, second.body]).toEqual([200, ''])
    expect(await devicesOf(pass)).toEqual(['d-1'])
  })

  it('writes one event download for each new registration, the first of which is the install', async () => {
    const pass = await newPass()
    for (const device of ['d-1', 'd-1', 'd-2']) await apple.phone.register(pass, device)
    expect((await downloads(pass)).map((event) => event.data)).toEqual([
      { wallet: 'apple', first: true },
      { wallet: 'apple', first: false },
    ])
    expect((await apple.reload(pass)).firstInstalledAt).toEqual(apple.world.clock.now())
  })

  it('makes the welcome message a change that the phone’s next list names', async () => {
    const pass = await newPass()
    await apple.phone.register(pass, 'd-welcome')
    await apple.world.number()
    const list = await apple.phone.list('d-welcome', '0')
    expect(list.json().serialNumbers).toEqual([pass.serial])
  })

  it('stores a rotated push token, with a known registration as with a new one', async () => {
    const [one, two] = [await newPass(), await newPass()]
    await apple.phone.register(one, 'd-rotate', 'old')
    await apple.phone.register(one, 'd-rotate', 'newer')
    expect(await pushTokens('d-rotate')).toEqual(['newer'])
    await apple.phone.register(two, 'd-rotate', 'newest')
    expect(await pushTokens('d-rotate')).toEqual(['newest'])
  })

  it('makes one row and answers exactly one 201 to 50 simultaneous registrations of a device', async () => {
    const pass = await newPass()
    const answers = await Promise.all(Array.from({ length: 50 }, () => apple.phone.register(pass, 'd-storm')))
    const codes = answers.map((answer) => answer.statusCode).sort()
    expect(codes).toEqual([...Array(49).fill(200), 201])
    expect(await devicesOf(pass)).toEqual(['d-storm'])
    expect(await downloads(pass)).toHaveLength(1)
  })

  it('registers one device for many passes at once', async () => {
    const passes = await Promise.all(Array.from({ length: 20 }, newPass))
    const answers = await Promise.all(
      passes.map((pass, index) => apple.phone.register(pass, 'd-many', `token-${index}`)),
    )
    expect(answers.every((answer) => answer.statusCode === 201)).toBe(true)
    expect(await pushTokens('d-many')).toHaveLength(1)
  })

  it('holds no more devices than a pass may have; those that it has stay and may rotate their token', async () => {
    const pass = await newPass()
    for (const device of ['d-1', 'd-2', 'd-3']) await apple.phone.register(pass, device)
    const full = await apple.phone.register(pass, 'd-4')
    expect(full.statusCode).toBe(403)
    expect(full.json()).toMatchObject({ code: 'too_many_devices' })
    expect(await devicesOf(pass)).toEqual(['d-1', 'd-2', 'd-3'])
    expect(await pushTokens('d-4')).toEqual([])
    expect((await apple.phone.register(pass, 'd-2', 'rotated-when-full')).statusCode).toBe(200)
    expect(await pushTokens('d-2')).toEqual(['rotated-when-full'])
    await apple.phone.unregister(pass, 'd-1')
    expect((await apple.phone.register(pass, 'd-4')).statusCode).toBe(201)
  })

  it.each([
    ['no Content-Type', {}],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a Content-Type that is none', { 'content-type': ';;;' }],
    ['a charset', { 'content-type': 'application/json; charset=UTF-8' }],
  ])('takes JSON with %s', async (_, headers) => {
    const pass = await newPass()
    expect((await post(pass, '{"pushToken":"abc","extra":1}', headers as Record<string, string>)).statusCode).toBe(201)
  })

  it.each([
    ['another wallet’s long token', `fcm:${'A_-:'.repeat(127)}`],
    ['one character', 'x'],
  ])('does not insist on hexadecimal push tokens: %s', async (_, pushToken) => {
    const pass = await newPass()
    expect((await apple.phone.register(pass, `d-${pushToken.length}`, pushToken)).statusCode).toBe(201)
    expect(await pushTokens(`d-${pushToken.length}`)).toEqual([pushToken])
  })

  it.each([
    ['nothing', '', 'malformed_body'],
    ['no JSON', '{"pushToken":', 'malformed_body'],
    ['a list', '[]', 'malformed_body'],
    ['null', 'null', 'malformed_body'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'malformed_body'],
    ['no push token', '{}', 'invalid_request'],
    ['an empty push token', '{"pushToken":""}', 'invalid_request'],
    ['a number as push token', '{"pushToken":12}', 'invalid_request'],
    ['a push token with a blank', '{"pushToken":"a b"}', 'invalid_request'],
    ['a push token of 513 characters', `{"pushToken":"${'a'.repeat(513)}"}`, 'invalid_request'],
    ['a push token with a lone surrogate', '{"pushToken":"\\ud800"}', 'invalid_request'],
  ])('refuses a body that is %s by 400 and stores nothing', async (_, body, code) => {
    const pass = await newPass()
    const answer = await post(pass, body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code })
    expect(await devicesOf(pass)).toEqual([])
  })

  it('refuses a body over 8 KB by 413, and one without the right token by 401 whatever its size', async () => {
    const pass = await newPass()
    const large = `{"pushToken":"abc","x":"${'x'.repeat(9000)}"}`
    expect((await post(pass, large)).statusCode).toBe(413)
    expect((await post(pass, large, { authorization: 'ApplePass wrong' })).statusCode).toBe(401)
  })

  it('keeps an odd but legal device id as it arrives, decoded once, and knows it again', async () => {
    const pass = await newPass()
    // What CFNetwork makes of "a b/c%": encoded by the phone's library and once more by its URL.
    const sent = encodeURIComponent(encodeURIComponent('a b/c%'))
    expect((await apple.phone.register(pass, sent)).statusCode).toBe(201)
    expect((await apple.phone.register(pass, sent)).statusCode).toBe(200)
    expect(await devicesOf(pass)).toEqual([encodeURIComponent('a b/c%')])
    expect((await apple.phone.list(sent)).json().serialNumbers).toEqual([pass.serial])
    expect((await apple.phone.unregister(pass, sent)).statusCode).toBe(200)
    expect(await devicesOf(pass)).toEqual([])
  })

  it('refuses a device id with control characters or of more than 255 characters, with all that is wrong', async () => {
    const pass = await newPass()
    for (const device of ['%00', 'a%0Ab', 'x'.repeat(256)]) {
      const answer = await post(pass, '{}', {}, device)
      expect(answer.statusCode).toBe(400)
      expect(answer.json().errors.map((error: { path: string }) => error.path)).toEqual([
        '/params/deviceId',
        '/pushToken',
      ])
    }
  })
})
