import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCustomer } from '../../accounts/customers.ts'
import { openTestAccounts, type TestAccounts } from '../../accounts/testing.ts'
import { openKeys } from '../../platform/keys.ts'
import { linkRoutes } from './routes.ts'
import type { LinkAnswer } from './schema.ts'
import { openLink } from './token.ts'

const baseUrl = 'https://passes.example'
/** That of `openTestAccounts`. */
const testSecret = 'secret of the test installation'
const prefix = `${baseUrl}/api/pass/create/`
let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
  linkRoutes(accounts.app, { core: accounts.core, baseUrl })
})
afterAll(() => accounts.close())

/** Posts requests with a key that may make links, and returns what came for each. */
async function mint(requests: readonly unknown[], authorization?: string) {
  authorization ??= (await accounts.makeKey({ scopes: ['links:create'] })).authorization
  const answer = await accounts.app.inject({
    method: 'POST',
    url: '/pers/v1/urls',
    headers: { authorization, 'content-type': 'application/json' },
    payload: JSON.stringify({ requests }),
  })
  return { status: answer.statusCode, body: answer.json(), urls: answer.json().urls as LinkAnswer[] }
}

const open = (answer: LinkAnswer | undefined) => {
  if (!answer || !('url' in answer)) throw new Error(`This is no link: ${JSON.stringify(answer)}`)
  expect(answer.url.startsWith(prefix)).toBe(true)
  return openLink(accounts.keys, answer.url.slice(prefix.length), accounts.clock.now())
}

const errorOf = (answer: LinkAnswer | undefined) => {
  if (!answer || !('error' in answer)) throw new Error(`This is no error: ${JSON.stringify(answer)}`)
  return answer.error
}

const request = { campaignId: 'cam_1', contactId: 'anna' }

describe('POST /pers/v1/urls', () => {
  test('makes a link that says what was asked, by whom and when', async () => {
    const { id, authorization } = await accounts.makeKey({ scopes: ['links:create'] })
    const { status, urls } = await mint(
      [
        {
          campaignId: 'cam_1',
          customerId: accounts.customer.id,
          contactId: 'anna',
          platform: 'apple',
          contact: { firstName: 'Anna', visits: 3 },
          voucher: { code: 'A1', used: false },
          expiresAt: '2026-12-24T18:00:00+01:00',
        },
      ],
      authorization,
    )
    expect(status).toBe(200)
    expect(open(urls[0])).toEqual({
      customerId: accounts.customer.id,
      issuedAt: accounts.clock.now(),
      expiresAt: new Date('2026-12-24T17:00:00Z'),
      apiKeyId: id,
      campaignId: 'cam_1',
      contactId: 'anna',
      platform: 'apple',
      contact: { firstName: 'Anna', visits: 3 },
      voucher: { code: 'A1', used: false },
    })
  })

  test('without them: any wallet, no tokens, 400 days, the key’s customer', async () => {
    const { urls } = await mint([request])
    expect(open(urls[0])).toMatchObject({
      customerId: accounts.customer.id,
      platform: 'auto',
      contact: {},
      voucher: {},
      expiresAt: new Date(accounts.clock.now().getTime() + 400 * 86_400_000),
    })
  })

  test('needs the scope links:create', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['passes:write'] })
    const { status, body } = await mint([request], authorization)
    expect([status, body.code]).toEqual([403, 'forbidden'])
  })

  test('answers with the database stopped', async () => {
    const stopped = await openTestAccounts()
    linkRoutes(stopped.app, { core: stopped.core, baseUrl })
    const { authorization } = await stopped.makeKey({ scopes: ['links:create'] })
    await stopped.database.close()
    const headers = { authorization }
    const payload = { requests: [request, { ...request, contactId: 'ben' }] }
    const answer = await stopped.app.inject({ method: 'POST', url: '/pers/v1/urls', headers, payload })
    await stopped.close()
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ urls: [{ url: expect.any(String) }, { url: expect.any(String) }] })
  })

  test('makes links for a customer whom another process has just made', async () => {
    const { db } = accounts.database
    const at = accounts.clock.now()
    const elsewhere = await openKeys(db, testSecret, at)
    const customer = await db.transaction().execute((trx) => createCustomer(trx, elsewhere, { name: 'New' }, at))
    const { authorization } = await accounts.makeKey({ scopes: ['links:create'], customerId: customer.id })
    const { urls } = await mint([request], authorization)
    expect(open(urls[0])).toMatchObject({ customerId: customer.id })
  })

  test('answers in the order of the requests, bad ones failing alone', async () => {
    const requests = Array.from({ length: 1000 }, (_, index) =>
      index % 7 === 3 ? { ...request, contactId: '' } : { ...request, contactId: `contact ${index}` },
    )
    const { urls } = await mint(requests)
    expect(urls).toHaveLength(1000)
    for (const [index, answer] of urls.entries()) {
      if (index % 7 === 3) expect(errorOf(answer).code).toBe('invalid_request')
      else expect(open(answer)).toMatchObject({ contactId: `contact ${index}` })
    }
  })

  test('takes 10,000 requests and refuses 10,001', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['links:create'] })
    const requests = Array.from({ length: 10_000 }, () => request)
    expect((await mint(requests, authorization)).urls).toHaveLength(10_000)
    const { status, body } = await mint([...requests, request], authorization)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/requests', code: 'maxItems' }] })
  })

  test.each([
    [{}, '/requests'],
    [{ requests: {} }, '/requests'],
    [{ requests: [] }, '/requests'],
    [{ requests: [request], more: 1 }, '/more'],
  ])('refuses the call %j as a whole', async (payload, path) => {
    const { authorization } = await accounts.makeKey({ scopes: ['links:create'] })
    const answer = await accounts.app.inject({
      method: 'POST',
      url: '/pers/v1/urls',
      headers: { authorization },
      payload,
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid_request', errors: [{ path }] })
  })
})

describe('a request that is refused', () => {
  test.each<[string, unknown, string[]]>([
    ['is no object', 'anna', ['/']],
    ['is null', null, ['/']],
    ['lacks everything', {}, ['/campaignId', '/contactId']],
    ['has an empty contact id', { ...request, contactId: '' }, ['/contactId']],
    ['has a contact id of 129 characters', { ...request, contactId: 'x'.repeat(129) }, ['/contactId']],
    ['has a line break in the contact id', { ...request, contactId: 'a\nb' }, ['/contactId']],
    ['has an invisible character in the contact id', { ...request, contactId: 'a\u200bb' }, ['/contactId']],
    ['has half a surrogate pair in the contact id', { ...request, contactId: 'a\ud800' }, ['/contactId']],
    ['has a number for a contact id', { ...request, contactId: 7 }, ['/contactId']],
    ['has U+0000 in the campaign id', { ...request, campaignId: 'a\0' }, ['/campaignId']],
    ['names no known wallet', { ...request, platform: 'samsung' }, ['/platform']],
    ['has an unknown member', { ...request, voucer: {} }, ['/voucer']],
    [
      'has tokens of other types',
      { ...request, contact: { a: null, b: {}, c: ['x'] } },
      ['/contact/a', '/contact/b', '/contact/c'],
    ],
    ['has a token name with a dot', { ...request, voucher: { 'a.b': 1 } }, ['/voucher/a.b']],
    ['has U+0000 in a token', { ...request, voucher: { a: 'x\0' } }, ['/voucher/a']],
    ['has half a surrogate pair in a token', { ...request, voucher: { a: '\udc00' } }, ['/voucher/a']],
    ['expires at no date', { ...request, expiresAt: 'tomorrow' }, ['/expiresAt']],
    ['expires now', { ...request, expiresAt: '2026-11-01T12:00:00Z' }, ['/expiresAt']],
    ['expired long ago', { ...request, expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
  ])('because it %s', async (_why, bad, paths) => {
    const { status, urls } = await mint([request, bad, request])
    expect(status).toBe(200)
    const error = errorOf(urls[1])
    expect(error.code).toBe('invalid_request')
    expect(error.errors?.map(({ path }) => path)).toEqual(paths)
    for (const { message, fix } of error.errors ?? []) expect(message.length * fix.length).toBeGreaterThan(0)
    expect([open(urls[0]), open(urls[2])]).toMatchObject([{ contactId: 'anna' }, { contactId: 'anna' }])
  })

  test('names another customer', async () => {
    const other = await accounts.newCustomer()
    const { urls } = await mint([{ ...request, customerId: other.id }])
    expect(errorOf(urls[0])).toMatchObject({
      code: 'forbidden',
      errors: [{ path: '/customerId', code: 'other_customer' }],
    })
  })

  test('names a campaign that the key is not for', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['links:create'], campaignIds: ['cam_1', 'cam_2'] })
    const { urls } = await mint(
      [
        { ...request, campaignId: 'cam_2' },
        { ...request, campaignId: 'cam_3' },
      ],
      authorization,
    )
    expect(open(urls[0])).toMatchObject({ campaignId: 'cam_2' })
    expect(errorOf(urls[1])).toMatchObject({
      code: 'forbidden',
      errors: [{ path: '/campaignId', code: 'other_campaign' }],
    })
  })

  test('is told every reason at once', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['links:create'], campaignIds: ['cam_2'] })
    const { urls } = await mint([{ ...request, customerId: 'cus_x', expiresAt: '2020-01-01T00:00:00Z' }], authorization)
    expect(errorOf(urls[0]).errors?.map(({ path }) => path)).toEqual(['/customerId', '/campaignId', '/expiresAt'])
  })

  test('makes a token over 1,500 characters: the large tokens are named, the largest first', async () => {
    const voucher = { short: 'x', terms: 'y'.repeat(500) }
    const contact = { note: 'ü'.repeat(400), name: 'Anna' }
    const { urls } = await mint([{ ...request, voucher, contact }, request])
    expect(errorOf(urls[0])).toMatchObject({
      code: 'link_too_long',
      errors: [
        { path: '/contact/note', message: 'takes 802 bytes' },
        { path: '/voucher/terms', message: 'takes 502 bytes' },
      ],
    })
    expect(open(urls[1])).toMatchObject({ contactId: 'anna' })
  })

  test('1,500 characters are the limit', async () => {
    const lengthOf = (size: number) => ({ ...request, voucher: { a: 'x'.repeat(size) } })
    const { urls } = await mint(Array.from({ length: 1200 }, (_, size) => lengthOf(size)))
    const lengths = urls.flatMap((answer) => ('url' in answer ? answer.url.length - prefix.length : []))
    expect(Math.max(...lengths)).toBeGreaterThan(1496)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(1500)
    expect(errorOf(urls[lengths.length]).code).toBe('link_too_long')
  })
})

test('10,000 links are made in slices: other requests are served meanwhile', async () => {
  let turns = 0
  let counting = true
  const count = () => {
    turns++
    if (counting) setImmediate(count)
  }
  const { authorization } = await accounts.makeKey({ scopes: ['links:create'] })
  setImmediate(count)
  await mint(
    Array.from({ length: 10_000 }, () => request),
    authorization,
  )
  counting = false
  expect(turns).toBeGreaterThan(20)
})

test('tokens and links do not reach the log', async () => {
  const { urls } = await mint([{ ...request, contact: { secret: 'very personal' } }])
  expect(open(urls[0])).toBeTruthy()
  expect(accounts.logged.join('\n')).not.toMatch(/very personal|pass\/create/)
})
