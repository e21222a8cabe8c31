import { describe, expect, test } from 'vitest'
import { createCustomer } from '../../accounts/customers.ts'
import { revokeApiKey } from '../../accounts/revoke-api-key.ts'
import { openTestAccounts } from '../../accounts/testing.ts'
import { openKeys } from '../../platform/keys.ts'
import { sealLink } from '../links/token.ts'
import { browserAccept, iPhoneSafari, useTestStudio } from '../testing.ts'
import { openRoutes } from './routes.ts'
import { useOpenCampaign } from './testing.ts'

const studio = useTestStudio()
const coffee = useOpenCampaign(studio)
const { newContact, countRows } = coffee

describe('a refusal is a page for people and a problem document for machines', () => {
  const made = { contactId: 'refused' }
  const refusals: readonly [string, number, string, string, () => Promise<string>][] = [
    ['cut off', 400, 'link_invalid', 'This link does not work', async () => (await link()).slice(0, -9)],
    ['altered', 400, 'link_invalid', 'This link does not work', async () => altered(await link())],
    [
      'with another customer’s key id',
      400,
      'link_invalid',
      'This link does not work',
      async () => withOtherKey(await link()),
    ],
    ['of no installation', 400, 'link_invalid', 'This link does not work', async () => '/api/pass/create/a..b.c.d'],
    [
      'an unknown short code',
      400,
      'link_invalid',
      'This link does not work',
      async () => '/api/pass/create/0123456789abcdef',
    ],
    ['no code at all', 400, 'link_invalid', 'This link does not work', async () => '/api/pass/create/%00'],
    ['expired', 410, 'link_expired', 'This link has expired', () => expired()],
    ['made with a revoked key', 410, 'link_revoked', 'This link was withdrawn', () => madeAfterRevocation()],
    ['of an unknown campaign', 404, 'not_found', 'There is no pass here', () => link('cam_unknown')],
    [
      'of an unpublished campaign',
      409,
      'campaign_unpublished',
      'This pass is not ready yet',
      () => ofCampaign('draft'),
    ],
    ['of an archived campaign', 410, 'campaign_archived', 'This offer has ended', () => ofCampaign('archived')],
  ]

  test.each(refusals)('%s: %i %s', async (_name, status, code, title, pathOf) => {
    const path = await pathOf()
    const before = await countRows()

    const page = await studio.open(path)
    expect([page.statusCode, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
    expect(page.body).toContain(`<h1>${title}</h1>`)
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })

    const problem = await studio.open(path, { userAgent: 'curl/8.14.1', accept: '*/*' })
    expect([problem.statusCode, problem.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ])
    expect(problem.json()).toMatchObject({ status, code, type: expect.stringMatching(new RegExp(`/errors/${code}$`)) })
    expect(problem.json().detail.length * problem.json().hint.length).toBeGreaterThan(0)

    const head = await studio.open(path, { accept: '*/*', method: 'HEAD' })
    expect([head.statusCode, head.body]).toEqual([status, ''])

    expect(await countRows()).toBe(before)
    expect(studio.accounts.logged.join('\n')).not.toContain(path.split('/').at(-1))
  })

  test('the database stopped: 503, a page for people too', async () => {
    const stopped = await openTestAccounts()
    openRoutes(stopped.app, { ...studio.deps, core: { ...studio.core, ...stopped.core }, apiKeys: stopped.apiKeys })
    const key = stopped.keys.active('links', stopped.customer.id)
    const at = stopped.clock.now()
    const expiresAt = new Date(at.getTime() + 1000)
    const parts = {
      campaignId: coffee.id,
      contactId: 'x',
      apiKeyId: 'key_x',
      platform: 'auto',
      contact: {},
      voucher: {},
    } as const
    const url = `/api/pass/create/${sealLink(key, { ...parts, issuedAt: at, expiresAt })}`
    const { pool } = stopped.database
    const connect = pool.connect.bind(pool)
    pool.connect = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    const page = await stopped.app.inject({ url, headers: { accept: browserAccept } })
    const problem = await stopped.app.inject({ url })
    pool.connect = connect
    await stopped.close()
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('<h1>Your pass cannot be shown just now</h1>')
    expect([problem.statusCode, problem.json().code]).toEqual([503, 'database_unavailable'])
    expect(stopped.logged.join('\n')).not.toContain(url.split('/').at(-1))
  })

  const link = (toCampaign = coffee.id) => studio.link({ ...made, campaignId: toCampaign })

  async function expired() {
    const expiresAt = new Date(studio.accounts.clock.now().getTime() + 1000).toISOString()
    const path = await studio.link({ ...made, campaignId: coffee.id, expiresAt })
    studio.accounts.clock.turn(1000)
    return path
  }

  /** As by a process that has not heard of the revocation yet. */
  async function madeAfterRevocation() {
    const { id, authorization } = await studio.accounts.makeKey({ scopes: ['links:create'] })
    const path = await studio.link({ ...made, campaignId: coffee.id }, authorization)
    studio.accounts.apiKeys.noteRevoked(id, studio.accounts.clock.now())
    return path
  }

  async function ofCampaign(state: 'draft' | 'archived') {
    const { kind, ...draft } = studio.fitSource()
    const { walletConfigurationId } = studio
    const { id } = (
      await studio.call('POST', '/api/campaigns', { name: 'X', kind, walletConfigurationId, draft })
    ).json()
    if (state === 'archived') await studio.call('POST', `/api/campaigns/${id}/archive`)
    return link(id)
  }
})

test('links that a key made before it was revoked still open', async () => {
  const { accounts, customerId } = studio
  const { id, authorization } = await accounts.makeKey({ scopes: ['links:create'] })
  const path = await studio.link({ campaignId: coffee.id, contactId: newContact() }, authorization)
  accounts.clock.turn(1)
  const { revokedAt } = await accounts.database.db
    .transaction()
    .execute((trx) => revokeApiKey(trx, { customerId, keyId: id, by: null, allow: () => {} }, accounts.clock.now()))
  accounts.apiKeys.noteRevoked(id, revokedAt)
  expect((await studio.open(path, { userAgent: iPhoneSafari })).statusCode).toBe(200)
})

test('a link under a key that another process has just made opens; unknown keys are looked for once a second', async () => {
  const { accounts } = studio
  const unknown = Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"none","typ":"billfold-link+jwe"}').toString(
    'base64url',
  )
  await studio.open(`/api/pass/create/${unknown}..a.b.c`)

  const at = accounts.clock.now()
  const elsewhere = await openKeys(accounts.database.db, 'secret of the test installation', at)
  const customer = await accounts.database.db
    .transaction()
    .execute((trx) => createCustomer(trx, elsewhere, { name: 'New' }, at))
  const expiresAt = new Date(at.getTime() + 86_400_000)
  const parts = { issuedAt: at, expiresAt, apiKeyId: 'key_x', platform: 'auto', contact: {}, voucher: {} } as const
  const sealed = sealLink(elsewhere.active('links', customer.id), { ...parts, campaignId: 'cam_new', contactId: 'x' })
  const codeOf = async () => (await studio.open(`/api/pass/create/${sealed}`, { accept: '*/*' })).json().code
  expect(await codeOf()).toBe('link_invalid')
  accounts.clock.turn(1000)
  // The key is known now, and the campaign is none of this customer's.
  expect(await codeOf()).toBe('not_found')
})

function altered(path: string): string {
  const at = path.length - 40
  return path.slice(0, at) + (path[at] === 'A' ? 'B' : 'A') + path.slice(at + 1)
}

/** The link with the id of another customer's key in its header. */
async function withOtherKey(path: string): Promise<string> {
  const other = await studio.accounts.newCustomer()
  const kid = studio.accounts.keys.active('links', other.id).id
  const [, header = '', rest = ''] = /([^/.]+)(\.\..*)$/.exec(path) ?? []
  const fields = JSON.parse(Buffer.from(header, 'base64url').toString())
  const swapped = Buffer.from(JSON.stringify({ ...fields, kid })).toString('base64url')
  expect(swapped).not.toBe(header)
  return `/api/pass/create/${swapped}${rest}`
}
