import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useApiKeys } from '../accounts/authorize.ts'
import { openTestStudio, type TestStudio, testBaseUrl } from '../campaigns/testing.ts'
import { type App, openHttp } from '../platform/http.ts'
import { passRoutes } from './routes.ts'
import { unfitTokens } from './unfit-tokens.ts'

let studio: TestStudio
let app: App
let campaignId: string
let admin: string
beforeAll(async () => {
  studio = await openTestStudio()
  const { apiKeys, logger, makeKey } = studio.accounts
  app = openHttp({ logger, docsUrl: `${testBaseUrl}/docs`, trustProxy: false, translate: unfitTokens })
  useApiKeys(app, apiKeys)
  passRoutes(app, studio.core)
  campaignId = await studio.publish(studio.fitSource())
  admin = (await makeKey()).authorization
})
afterAll(async () => {
  await app.close()
  await studio.close()
})

type Method = 'GET' | 'POST' | 'PATCH'
const call = (method: Method, url: string, payload?: object, authorization = admin) =>
  app.inject({
    method,
    url,
    headers: { authorization, ...(payload && { 'content-type': 'application/json' }) },
    ...(payload && { payload }),
  })
const issue = (contactId: string, tokens: object = {}) =>
  call('POST', '/api/passes', { campaignId, contactId, ...tokens })

describe('POST /api/passes', () => {
  it('answers 201 for a new pass and 200 for the one there is, with the tokens set', async () => {
    const first = await issue('ada', { contact: { firstName: 'Ada' } })
    expect(first.statusCode).toBe(201)
    expect(first.json()).toMatchObject({
      campaignId,
      contactId: 'ada',
      contact: { firstName: 'Ada' },
      voidedAt: null,
      firstInstalledAt: null,
    })
    const second = await issue('ada', { contact: { firstName: 'Countess' } })
    expect(second.statusCode).toBe(200)
    expect(second.json()).toMatchObject({
      id: first.json().id,
      serialNumber: first.json().serialNumber,
      contact: { firstName: 'Countess' },
    })
  })

  it('names every wrong place of a request at once', async () => {
    const refused = await call('POST', '/api/passes', {
      campaignId: 5,
      contactId: '',
      contact: { 'first name': 'x' },
      extra: true,
    })
    expect(refused.statusCode).toBe(400)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    const { code, errors, type, hint, requestId } = refused.json()
    expect([code, type]).toEqual(['invalid_request', `${testBaseUrl}/docs/errors/invalid_request`])
    expect(hint && requestId).toBeTruthy()
    expect(errors.map((error: { path: string }) => error.path).sort()).toEqual([
      '/campaignId',
      '/contact/first name',
      '/contactId',
      '/extra',
    ])
  })

  it('refuses tokens that the campaign does not declare, all of them, with those it does', async () => {
    const refused = await issue('typo', { contact: { fristName: 'Ada', points: 'many' }, voucher: { nothing: 1 } })
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors.map((error: { path: string }) => error.path)).toEqual([
      '/contact/fristName',
      '/voucher/nothing',
      '/contact/points',
    ])
    expect(refused.json().errors[0].fix).toContain('contact.firstName')
  })

  it('refuses tokens that cannot be shown, and makes nothing', async () => {
    const refused = await issue('unfit', { contact: { points: 'many' } })
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'tokens_unfit'])
    expect(refused.json().errors).toMatchObject([{ path: '/contact/points', code: 'token_type' }])
    expect((await call('GET', '/api/passes?contactId=unfit')).json().items).toEqual([])
  })

  it('refuses a text that cannot be stored', async () => {
    const refused = await issue('nul', { contact: { tier: 'A\u0000' } })
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'invalid_request'])
  })

  it.each([
    ['an unknown campaign', 'cam_none', 404, 'not_found'],
    ['a text that is no id', '\u0000', 400, 'invalid_request'],
  ])('refuses %s', async (_name, id, status, code) => {
    const refused = await call('POST', '/api/passes', { campaignId: id, contactId: 'x' })
    expect([refused.statusCode, refused.json().code]).toEqual([status, code])
  })

  it('refuses a key without the scope, and one limited to other campaigns', async () => {
    const reader = await studio.accounts.makeKey({ scopes: ['passes:read'] })
    const limited = await studio.accounts.makeKey({ scopes: ['passes:write'], campaignIds: ['cam_other'] })
    for (const { authorization } of [reader, limited]) {
      const refused = await call('POST', '/api/passes', { campaignId, contactId: 'x' }, authorization)
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden'])
    }
  })
})

describe('GET /api/passes', () => {
  it('finds by serial number, contact and campaign, and pages through all', async () => {
    const { serialNumber } = (await issue('find-me')).json()
    for (const filter of [
      `serialNumber=${serialNumber}`,
      'contactId=find-me',
      `campaignId=${campaignId}&contactId=find-me`,
    ]) {
      const found = (await call('GET', `/api/passes?${filter}`)).json()
      expect(found.items.map((pass: { contactId: string }) => pass.contactId)).toEqual(['find-me'])
    }
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await call('GET', `/api/passes?limit=1${cursor && `&cursor=${cursor}`}`)).json()
      seen.push(...page.items.map((pass: { id: string }) => pass.id))
      if (page.next === null) break
      cursor = page.next
    }
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toHaveLength((await call('GET', '/api/passes?limit=1000')).json().items.length)
  })

  it('shows a limited key only the passes of its campaigns', async () => {
    const limited = await studio.accounts.makeKey({ scopes: ['passes:read'], campaignIds: ['cam_other'] })
    expect((await call('GET', '/api/passes', undefined, limited.authorization)).json().items).toEqual([])
  })

  it.each(['xxx', 'null', '12', ''])('takes as cursor what a page has given, and not "%s"', async (cursor) => {
    const refused = await call('GET', `/api/passes?cursor=${cursor}`)
    expect([refused.statusCode, refused.json().errors]).toMatchObject([
      400,
      [{ path: '/querystring/cursor', fix: 'The `next` of the previous page.' }],
    ])
  })

  it.each(['limit=0', 'limit=x', 'unknown=1'])('refuses ?%s', async (query) => {
    expect((await call('GET', `/api/passes?${query}`)).json().code).toBe('invalid_request')
  })
})

describe('one pass', () => {
  it('PATCH sets some tokens and null removes one', async () => {
    const { id } = (await issue('patch', { contact: { firstName: 'Ada', points: 3 } })).json()
    const patched = await call('PATCH', `/api/passes/${id}`, { contact: { points: 4, firstName: null } })
    expect([patched.statusCode, patched.json().contact]).toEqual([200, { points: 4 }])
    expect((await call('GET', `/api/passes/${id}`)).json().contact).toEqual({ points: 4 })
  })

  it('shows what it shows now, in the past and in the future', async () => {
    const { id } = (await issue('content', { contact: { firstName: 'Ada', points: 1 } })).json()
    const before = studio.accounts.clock.now()
    studio.accounts.clock.turn(60_000)
    await call('PATCH', `/api/passes/${id}`, { contact: { points: 2 } })
    const at = (when: Date) => `/api/passes/${id}/content?at=${when.toISOString()}`
    expect(JSON.stringify((await call('GET', `/api/passes/${id}/content`)).json().content)).toContain('2')
    expect((await call('GET', at(before))).json().content).not.toEqual(
      (await call('GET', `/api/passes/${id}/content`)).json().content,
    )
    expect((await call('GET', at(new Date(before.getTime() - 1)))).json().code).toBe('not_found')
    expect((await call('GET', `/api/passes/${id}/content?at=yesterday`)).json().code).toBe('invalid_request')
  })

  it('is voided and restored, with or without a reason; twice is the same', async () => {
    const { id } = (await issue('void')).json()
    for (const body of [undefined, { reason: 'lost' }]) {
      const voided = await call('POST', `/api/passes/${id}/void`, body)
      expect([voided.statusCode, voided.json().voidedAt]).toEqual([200, studio.accounts.clock.now().toISOString()])
    }
    expect((await call('POST', `/api/passes/${id}/restore`)).json().voidedAt).toBeNull()
  })

  it('of another customer is as unknown as one that never was', async () => {
    const { id } = (await issue('foreign')).json()
    const stranger = await studio.accounts.makeKey({ customerId: (await studio.accounts.newCustomer()).id })
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/content'],
      ['PATCH', '', { contact: { points: 9 } }],
      ['POST', '/void'],
      ['POST', '/restore'],
    ] as const) {
      const foreign = await call(method, `/api/passes/${id}${path}`, body, stranger.authorization)
      const unknown = await call(method, `/api/passes/pas_none${path}`, body)
      expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'not_found'])
      expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'not_found'])
    }
  })

  it('needs a key', async () => {
    for (const [method, url] of [
      ['GET', '/api/passes'],
      ['POST', '/api/passes'],
      ['GET', '/api/passes/x'],
      ['PATCH', '/api/passes/x'],
      ['POST', '/api/passes/x/void'],
    ] as const) {
      const refused = await app.inject({ method, url })
      expect([url, refused.statusCode, refused.headers['www-authenticate']]).toEqual([url, 401, 'Bearer'])
    }
  })
})
