import { describe, expect, test } from 'vitest'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()

describe('POST /api/campaigns', () => {
  test('makes a draft, empty if none is given', async () => {
    const { walletConfigurationId } = studio
    const answer = await studio.call('POST', '/api/campaigns', {
      name: 'Coffee',
      kind: 'loyalty',
      walletConfigurationId,
    })
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({
      id: expect.stringMatching(/^cam_/),
      name: 'Coffee',
      kind: 'loyalty',
      walletConfigurationId,
      passTypeId: 'pass.test.museum',
      googleConfigurationId: null,
      googlePersonalInLinks: false,
      google: null,
      state: 'draft',
      revision: null,
      draftDiffers: true,
      createdAt: studio.now(),
      draft: { tokens: [], content: {}, variants: [] },
      draftEditedAt: studio.now(),
      issues: expect.arrayContaining([expect.objectContaining({ path: '/content/issuerName', code: 'missing' })]),
      warnings: expect.any(Array),
      losses: [],
    })
  })

  test('keeps the draft it is given, as it is', async () => {
    const draft = draftOf({ ...studio.fitSource(), newsLabel: 'News' })
    const id = await studio.create({ draft })
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json().draft).toEqual(draft)
  })

  test('names everything that is wrong', async () => {
    const answer = await studio.call('POST', '/api/campaigns', {
      name: '',
      kind: 'cinema',
      draft: { content: 'x' },
      more: 1,
    })
    expect(answer.statusCode).toBe(400)
    expect(
      answer
        .json()
        .errors.map((error: { path: string }) => error.path)
        .sort(),
    ).toEqual(['/draft/content', '/kind', '/more', '/name', '/walletConfigurationId'])
  })

  test('of a draft with an unknown part it says besides why it could not be published', async () => {
    const { content, ...source } = draftOf(studio.fitSource())
    const draft = { ...source, content: { ...content, title: '{{ contact.nobody }}' }, foo: 1 }
    const body = { name: 'Coffee', kind: 'loyalty', walletConfigurationId: 'wal_unknown', draft }
    const answer = await studio.call('POST', '/api/campaigns', body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toEqual([
      '/draft/foo',
      '/walletConfigurationId',
      '/draft/content/title',
    ])
  })

  test('a draft that need not be fit is no reason beside another', async () => {
    const answer = await studio.call('POST', '/api/campaigns', { name: '', kind: 'loyalty', draft: { content: {} } })
    expect(
      answer
        .json()
        .errors.map((error: { path: string }) => error.path)
        .sort(),
    ).toEqual(['/name', '/walletConfigurationId'])
  })

  test('refuses a wallet configuration that the customer does not have', async () => {
    const other = await studio.accounts.newCustomer()
    const authorization = await studio.authorizationFor({ customerId: other.id })
    const body = { name: 'Coffee', kind: 'loyalty', walletConfigurationId: studio.walletConfigurationId }
    const answer = await studio.call('POST', '/api/campaigns', body, authorization)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ path: '/walletConfigurationId', code: 'unknown' }])
  })

  test('refuses a key that is limited to campaigns', async () => {
    const authorization = await studio.authorizationFor({ scopes: ['campaigns:write'], campaignIds: ['cam_1'] })
    const body = { name: 'Coffee', kind: 'loyalty', walletConfigurationId: studio.walletConfigurationId }
    const answer = await studio.call('POST', '/api/campaigns', body, authorization)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden'])
  })
})

describe('GET /api/campaigns', () => {
  test('lists every campaign once, the newest first, page by page', async () => {
    const customer = await studio.accounts.newCustomer()
    const authorization = await studio.authorizationFor({ customerId: customer.id })
    expect((await studio.call('GET', '/api/campaigns', undefined, authorization)).json()).toEqual({
      items: [],
      next: null,
    })

    const made: string[] = []
    for (let index = 0; index < 5; index++) {
      studio.accounts.clock.turn(1)
      made.push(await studio.create())
    }
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = await studio.call('GET', `/api/campaigns?limit=2${cursor && `&cursor=${cursor}`}`)
      const { items, next } = answer.json<{ items: { id: string }[]; next: string | null }>()
      expect(items.length).toBeLessThanOrEqual(2)
      found.push(...items.map((campaign) => campaign.id))
      cursor = next
    }
    expect(new Set(found).size).toBe(found.length)
    expect(found.filter((id) => made.includes(id))).toEqual(made.toReversed())
  })

  test('shows a limited key only its own', async () => {
    const [own] = [await studio.create(), await studio.create()]
    const authorization = await studio.authorizationFor({ scopes: ['campaigns:read'], campaignIds: [own] })
    const { items } = (await studio.call('GET', '/api/campaigns', undefined, authorization)).json()
    expect(items.map((campaign: { id: string }) => campaign.id)).toEqual([own])
  })
})

describe('who may touch a campaign', () => {
  const routes = [
    ['GET', '', undefined],
    ['PUT', '/draft', {}],
    ['POST', '/revisions', undefined],
    ['POST', '/archive', undefined],
    ['POST', '/preview', {}],
    ['GET', '/revisions/1', undefined],
  ] as const

  test.each(routes)('%s %s: not another customer, for whom it does not exist', async (method, path, body) => {
    const id = await studio.create()
    const other = await studio.accounts.newCustomer()
    const authorization = await studio.authorizationFor({ customerId: other.id })
    const answer = await studio.call(method, `/api/campaigns/${id}${path}`, body, authorization)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
  })

  test.each(routes)('%s %s: not a key for other campaigns', async (method, path, body) => {
    const id = await studio.create()
    const authorization = await studio.authorizationFor({ campaignIds: ['cam_other'] })
    const answer = await studio.call(method, `/api/campaigns/${id}${path}`, body, authorization)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden'])
  })

  test.each(routes)('%s %s: not a key without the scope', async (method, path, body) => {
    const reads = method === 'GET' || path === '/preview'
    const authorization = await studio.authorizationFor({ scopes: [reads ? 'campaigns:write' : 'campaigns:read'] })
    const answer = await studio.call(method, `/api/campaigns/cam_1${path}`, body, authorization)
    expect(answer.statusCode).toBe(403)
    expect(answer.json().detail).toContain(reads ? 'campaigns:read' : 'campaigns:write')
  })

  test.each(routes)('%s %s: an id that is none is refused before the database sees it', async (method, path, body) => {
    const answer = await studio.call(method, `/api/campaigns/%00${path}`, body)
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, '/params/id'])
  })
})

describe('POST /api/campaigns/:id/archive', () => {
  test('archives, once however often', async () => {
    const id = await studio.publish(studio.fitSource())
    for (let time = 0; time < 2; time++) {
      const answer = await studio.call('POST', `/api/campaigns/${id}/archive`)
      expect([answer.statusCode, answer.json().state]).toEqual([200, 'archived'])
    }
    const rows = await studio.accounts.database.db
      .selectFrom('log_unnumbered')
      .select('type')
      .where('campaign_id', '=', id)
      .orderBy('seq')
      .execute()
    expect(rows.map((row) => row.type)).toEqual(['campaign.published', 'campaign.archived'])
  })
})
