import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import type { Pass } from '../../passes/pass.ts'

let apple: AppleWorld
let pass: Pass
let other: Pass
let statements: string[]
beforeAll(async () => {
  apple = await openAppleWorld()
  const campaign = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
  pass = await apple.issue(campaign, 'ada')
  other = await apple.issue(campaign, 'grace')
  const { pool } = apple.world.database
  statements = []
  for (const method of ['query', 'connect'] as const) {
    const original = pool[method].bind(pool) as (...args: unknown[]) => unknown
    pool[method] = ((...args: unknown[]) => {
      statements.push(method)
      return original(...args)
    }) as never
  }
})
afterAll(() => apple.close())

const type = 'pass.test.world'
const routes = [
  { method: 'POST', path: (serial: string) => `/v1/devices/d1/registrations/${type}/${serial}`, ok: 201 },
  { method: 'GET', path: (serial: string) => `/v1/passes/${type}/${serial}`, ok: 200 },
  { method: 'HEAD', path: (serial: string) => `/v1/passes/${type}/${serial}`, ok: 200 },
  { method: 'DELETE', path: (serial: string) => `/v1/devices/d1/registrations/${type}/${serial}`, ok: 200 },
] as const

const token = (of: Pass) => apple.phone.authorization(of).slice('ApplePass '.length)
const send = (route: (typeof routes)[number], path: string, authorization?: string) =>
  apple.app.inject({
    method: route.method,
    url: path,
    headers: authorization === undefined ? {} : { authorization },
    ...(route.method === 'POST' && { payload: { pushToken: 'ab' } }),
  })

describe.each(routes)('$method $path', (route) => {
  it.each([
    ['no Authorization', () => undefined],
    ['another pass’s token', () => `ApplePass ${token(other)}`],
    ['a token with one character changed', () => `ApplePass ${token(pass).slice(0, -1)}!`],
    ['a token that is cut off', () => `ApplePass ${token(pass).slice(0, 20)}`],
    ['a token with something after it', () => `ApplePass ${token(pass)}x`],
    ['the scheme Bearer', () => `Bearer ${token(pass)}`],
    ['a token without scheme', () => token(pass)],
    ['a scheme without token', () => 'ApplePass '],
    ['two tokens', () => `ApplePass ${token(other)} ${token(pass)}`],
  ])('refuses %s by 401 before any statement', async (_, authorization) => {
    statements.length = 0
    const answer = await send(route, route.path(pass.serial), authorization())
    expect(answer.statusCode).toBe(401)
    expect(statements).toEqual([])
    if (route.method === 'HEAD') expect(answer.body).toBe('')
    else expect(answer.json()).toMatchObject({ code: 'pass_unauthorized' })
  })

  it('answers the same for an unknown serial and an unknown pass type as for a wrong token', async () => {
    const wrong = await send(route, route.path(pass.serial), `ApplePass ${token(other)}`)
    const unknownSerial = await send(route, route.path('0'.repeat(26)), `ApplePass ${token(pass)}`)
    const path = route.path(pass.serial).replace(type, 'pass.nobody')
    const unknownType = await send(route, path, `ApplePass ${token(pass)}`)
    const shown = ({ statusCode, body }: typeof wrong) => [statusCode, body.replace(/req_\w+/, '')]
    expect(shown(unknownSerial)).toEqual(shown(wrong))
    expect(shown(unknownType)).toEqual(shown(wrong))
  })

  it.each(['ApplePass', 'applepass', 'APPLEPASS', 'AndroidPass', 'ApplePass  '])(
    'takes the scheme %s',
    async (scheme) => {
      await apple.phone.unregister(pass, 'd1')
      expect((await send(route, route.path(pass.serial), `${scheme} ${token(pass)}`)).statusCode).toBe(route.ok)
    },
  )

  it('is also there under //v1, where wallets come to that join addresses carelessly', async () => {
    await apple.phone.unregister(pass, 'd1')
    const answer = await send(route, `/${route.path(pass.serial)}`, `ApplePass ${token(pass)}`)
    expect(answer.statusCode).toBe(route.ok)
  })
})

describe('a right token for a pass that is not there', () => {
  it('registers and fetches nothing, and has nothing to unregister', async () => {
    const gone = { ...pass, serial: '0'.repeat(26) }
    expect((await apple.phone.register(gone, 'd1')).statusCode).toBe(401)
    expect((await apple.phone.fetch(gone)).statusCode).toBe(401)
    expect((await apple.phone.unregister(gone, 'd1')).statusCode).toBe(200)
  })
})

describe('a token under a key that was rotated', () => {
  it('stays right, since phones hold passes with it; passes carry the new one from then on', async () => {
    const { core, customerId, clock, database } = apple.world
    const old = apple.phone.authorization(pass)
    await core.keys.rotate(database.db, 'phoneTokens', customerId, type, 'rotated', clock.now())
    expect(apple.phone.authorization(pass)).not.toBe(old)
    for (const authorization of [old, apple.phone.authorization(pass)]) {
      expect((await send(routes[1], routes[1].path(pass.serial), authorization)).statusCode).toBe(200)
    }
  })
})

describe('routes on which phones send no token', () => {
  it('list, log and lifecycle updates answer without Authorization, and with any', async () => {
    for (const authorization of [undefined, 'ApplePass nonsense', 'Bearer x']) {
      const headers = authorization === undefined ? {} : { authorization }
      const inject = (method: 'GET' | 'POST', url: string, payload?: object) =>
        apple.app.inject({ method, url, headers, ...(payload && { payload }) })
      expect((await inject('GET', `//v1/devices/nobody/registrations/${type}`)).statusCode).toBe(204)
      expect((await inject('POST', '//v1/log', { logs: [] })).statusCode).toBe(200)
      const update = `//v1/passes/${type}/${pass.serial}/passLifecycleUpdate`
      expect((await inject('POST', update, { passState: 'x' })).statusCode).toBe(200)
    }
  })
})
