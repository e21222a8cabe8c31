import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountRoutes } from './routes.ts'
import { openTestAccounts, type TestAccounts } from './testing.ts'

let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
  accountRoutes(accounts.app, accounts)
})
afterAll(() => accounts.close())

type Method = 'GET' | 'POST' | 'DELETE'

async function send(method: Method, url: string, authorization: string, payload?: object) {
  return accounts.app.inject({ method, url, headers: { authorization }, ...(payload && { payload }) })
}
const post = (authorization: string, payload: object) => send('POST', '/api/keys', authorization, payload)

async function events(type: string) {
  const rows = await accounts.database.db
    .selectFrom('log_unnumbered')
    .select(['customer_id', 'audit', 'visible', 'data'])
    .where('type', '=', type)
    .orderBy('seq')
    .execute()
  return rows
}

describe('POST /api/keys', () => {
  it('makes a key that works at once and is shown this once', async () => {
    const { authorization } = await accounts.makeKey()
    const answer = await post(authorization, { name: 'Till 4', scopes: ['passes:read'] })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['cache-control']).toBe('no-store')
    const { key, ...listed } = answer.json()
    expect(listed).toEqual({
      id: expect.stringMatching(/^key_/),
      name: 'Till 4',
      scopes: ['passes:read'],
      campaignIds: null,
      expiresAt: null,
      createdAt: accounts.clock.now().toISOString(),
      revokedAt: null,
    })
    expect(accounts.apiKeys.authenticate(`Bearer ${key}`)).toMatchObject({ keyId: listed.id })

    const list = await send('GET', '/api/keys', authorization)
    expect(list.json().items).toContainEqual(listed)
    expect(list.body).not.toContain(key)
    const { rows } = await accounts.database.pool.query(
      'select k::text from api_keys k union all select l::text from log_unnumbered l',
    )
    expect(JSON.stringify(rows)).not.toContain(key.split('.')[1])
    expect(accounts.logged.join()).not.toContain(key)
  })

  it('writes who made which key with which rights to the audit trail, and wakes the sequencer', async () => {
    const maker = await accounts.makeKey()
    const answer = await post(maker.authorization, {
      name: 'Shop',
      scopes: ['links:create'],
      campaignIds: ['cmp_1'],
      expiresAt: '2027-01-01T00:00:00.900Z',
    })
    const { id } = answer.json()
    expect((await events('key.created')).at(-1)).toEqual({
      customer_id: accounts.customer.id,
      audit: true,
      visible: false,
      data: {
        keyId: id,
        name: 'Shop',
        scopes: ['links:create'],
        campaignIds: ['cmp_1'],
        expiresAt: '2027-01-01T00:00:00.000Z',
        by: maker.id,
      },
    })
    expect(accounts.woken).toContain(accounts.customer.id)
  })

  it('names every fault of the body at once', async () => {
    const { authorization } = await accounts.makeKey()
    const answer = await post(authorization, {
      scopes: ['passes:read', 'passes:fly'],
      campaignIds: [],
      expiresAt: 'tomorrow',
      admin: true,
    })
    expect(answer.statusCode).toBe(400)
    const paths = answer.json().errors.map((error: { path: string }) => error.path)
    expect(paths.sort()).toEqual(['/admin', '/campaignIds', '/expiresAt', '/name', '/scopes/1'])
  })

  it('refuses an expiry that has passed', async () => {
    const { authorization } = await accounts.makeKey()
    const expiresAt = accounts.clock.now().toISOString()
    const answer = await post(authorization, { name: 'Late', scopes: ['admin'], expiresAt })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ path: '/expiresAt', code: 'past' }])
  })

  it('refuses a key without keys:write', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['passes:read', 'campaigns:write'] })
    expect((await post(authorization, { name: 'x', scopes: ['passes:read'] })).statusCode).toBe(403)
  })

  it('refuses to grant scopes, campaigns and time that the caller lacks, naming each', async () => {
    const { authorization } = await accounts.makeKey({
      scopes: ['keys:write', 'passes:read'],
      campaignIds: ['cmp_1'],
      notAfter: new Date('2027-01-01T00:00:00Z'),
    })
    const answer = await post(authorization, {
      name: 'More',
      scopes: ['passes:read', 'admin', 'passes:write'],
      campaignIds: ['cmp_1', 'cmp_2'],
      expiresAt: '2027-01-01T00:00:01Z',
    })
    expect(answer.statusCode).toBe(403)
    const errors = answer.json().errors as { path: string; code: string }[]
    expect(errors.map(({ path }) => path)).toEqual(['/scopes/1', '/scopes/2', '/campaignIds/1', '/expiresAt'])
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['exceeds_caller']))
  })

  it('refuses to leave out the limits that the caller has', async () => {
    const { authorization } = await accounts.makeKey({
      campaignIds: ['cmp_1'],
      notAfter: new Date('2027-01-01T00:00:00Z'),
    })
    const answer = await post(authorization, { name: 'Unlimited', scopes: ['admin'] })
    expect(answer.statusCode).toBe(403)
    const paths = answer.json().errors.map((error: { path: string }) => error.path)
    expect(paths).toEqual(['/campaignIds', '/expiresAt'])
  })

  it('grants all that the caller has', async () => {
    const { authorization } = await accounts.makeKey({
      scopes: ['keys:write', 'passes:read'],
      campaignIds: ['cmp_1', 'cmp_2'],
      notAfter: new Date('2027-01-01T00:00:00Z'),
    })
    const rights = {
      scopes: ['keys:write', 'passes:read'],
      campaignIds: ['cmp_2'],
      expiresAt: '2027-01-01T00:00:00.000Z',
    }
    const answer = await post(authorization, { name: 'Same', ...rights })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject(rights)
  })
})

describe('DELETE /api/keys/:id', () => {
  const revoke = (authorization: string, id: string) => send('DELETE', `/api/keys/${id}`, authorization)

  it('revokes a key at once and for good, and writes it to the audit trail once', async () => {
    const revoker = await accounts.makeKey()
    const { id, authorization } = await accounts.makeKey({ name: 'Lost' })
    const revokedAt = accounts.clock.now()
    expect((await revoke(revoker.authorization, id)).statusCode).toBe(204)
    expect((await send('GET', '/api/keys', authorization)).statusCode).toBe(401)

    accounts.clock.turn(1000)
    expect((await revoke(revoker.authorization, id)).statusCode).toBe(204)
    const { items } = (await send('GET', '/api/keys', revoker.authorization)).json()
    expect(items.find((item: { id: string }) => item.id === id).revokedAt).toBe(revokedAt.toISOString())
    const written = (await events('key.revoked')).filter(({ data }) => 'keyId' in data && data.keyId === id)
    expect(written).toEqual([
      {
        customer_id: accounts.customer.id,
        audit: true,
        visible: false,
        data: { keyId: id, name: 'Lost', by: revoker.id },
      },
    ])
  })

  it('answers 404 for an unknown key and for one of another customer', async () => {
    const { authorization } = await accounts.makeKey()
    const other = await accounts.newCustomer()
    const foreign = await accounts.makeKey({ customerId: other.id })
    for (const id of ['key_unknown', foreign.id]) {
      const answer = await revoke(authorization, id)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().code).toBe('not_found')
    }
    expect(accounts.apiKeys.authenticate(foreign.authorization)).toMatchObject({ customerId: other.id })
  })

  it('refuses to revoke a key that allows more than the caller’s', async () => {
    const { authorization } = await accounts.makeKey({ scopes: ['keys:write'], campaignIds: ['cmp_1'] })
    const strong = await accounts.makeKey({ scopes: ['keys:write', 'passes:read'] })
    const answer = await revoke(authorization, strong.id)
    expect(answer.statusCode).toBe(403)
    expect(answer.json().errors).toHaveLength(2)
    expect(accounts.apiKeys.authenticate(strong.authorization)).toMatchObject({ keyId: strong.id })
  })

  it('lets a key that expires revoke one that does not', async () => {
    const { authorization } = await accounts.makeKey({ notAfter: new Date('2027-01-01T00:00:00Z') })
    const { id } = await accounts.makeKey()
    expect((await revoke(authorization, id)).statusCode).toBe(204)
  })
})

describe('GET /api/keys', () => {
  it('lists the customer’s keys page by page, the newest first', async () => {
    const { id: customerId } = await accounts.newCustomer()
    const ids: string[] = []
    let authorization = ''
    for (let index = 0; index < 5; index++) {
      accounts.clock.turn(1)
      const made = await accounts.makeKey({ customerId, name: `Key ${index}` })
      ids.unshift(made.id)
      authorization = made.authorization
    }
    const listed: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const answer = await send('GET', `/api/keys?limit=2${next && `&cursor=${next}`}`, authorization)
      expect(answer.statusCode).toBe(200)
      const page = answer.json() as { items: { id: string }[]; next: string | null }
      listed.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(listed).toEqual(ids)
  })

  it.each(['limit=0', 'limit=1001', 'limit=many', 'page=2'])('refuses ?%s', async (query) => {
    const { authorization } = await accounts.makeKey()
    expect((await send('GET', `/api/keys?${query}`, authorization)).statusCode).toBe(400)
  })
})
