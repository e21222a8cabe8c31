import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute, type TestDatabase, testDatabase } from '../../../test/database.ts'
import { run } from '../testing/run.ts'

const at = new Date('2026-11-22T12:00:00Z')
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const billfold = (...argv: string[]) => {
  const env = { BILLFOLD_DATABASE_URL: database.url, BILLFOLD_SECRET: 'a secret of 32 characters or more' }
  return run(argv, { env, clock: { now: () => at } })
}
const createCustomer = async (name: string) =>
  (await billfold('customer', 'create', name, '--json')).json<{ customerId: string; apiKeyId: string; key: string }>()

/** A campaign as far as an API key is concerned: it is there. */
async function addCampaign(customer: string): Promise<string> {
  const id = `cam_of_${customer}`
  await execute(
    database.url,
    `insert into wallet_configurations values
       ('${customer}', 'wal_1', 'apple', 'a', 'pass.${customer}', 'b', null, '', now(), now(), now())`,
    `insert into campaigns (customer_id, id, name, kind, wallet_configuration_id, pass_type_id, modified_at, created_at)
     values ('${customer}', '${id}', 'a', 'coupon', 'wal_1', 'pass.${customer}', now(), now())`,
    `insert into campaign_drafts values ('${customer}', '${id}', '{}', now())`,
  )
  return id
}

/** What an API key says of itself. */
const claimsOf = (key: string) => JSON.parse(Buffer.from(key.slice(4).split('.')[0] ?? '', 'base64url').toString())

describe('billfold customer', () => {
  it('has none at first, and lists those that are made', async () => {
    expect((await billfold('customer', 'list')).stdout).toMatch(/^There are no customers yet\./)
    const { customerId, ...first } = await createCustomer('Acme Coffee')
    expect(first.key).toMatch(/^bfk_/)
    const { stdout } = await billfold('customer', 'list')
    expect(stdout).toMatch(new RegExp(`^${customerId}  Acme Coffee  2026-11-22T12:00:00\\.000Z$`, 'm'))
    const { items } = (await billfold('customer', 'list', '--json')).json<{ items: object[] }>()
    expect(items).toEqual([{ id: customerId, name: 'Acme Coffee', createdAt: at.toISOString() }])
  })

  it('makes a customer and shows its first API key, which may do everything', async () => {
    const { code, stdout, stderr } = await billfold('customer', 'create', 'Acme Coffee')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Customer Acme Coffee is made\.$/m)
    const customerId = /^Customer +(cus_\w+)$/m.exec(stdout)?.[1]
    const key = /^bfk_\S+$/m.exec(stdout)?.[0] ?? ''
    expect(claimsOf(key)).toMatchObject({ c: customerId, s: ['admin'] })
  })

  it('has a name', async () => {
    expect(await billfold('customer', 'create', ' ')).toMatchObject({
      code: 2,
      stderr: 'Error: The name of a customer cannot be empty.\n',
    })
  })
})

describe('billfold key', () => {
  it('makes a key with scopes, campaigns and an end, and shows it once', async () => {
    const { customerId } = await createCustomer('Acme Coffee')
    const campaign = await addCampaign(customerId)
    const rights = [
      '--scope',
      'passes:read',
      '--scope',
      'passes:write',
      '--campaign',
      campaign,
      '--expires',
      '2027-01-01',
    ]
    const { code, stdout } = await billfold('key', 'create', '--customer', customerId, '--name', 'till', ...rights)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Scopes +passes:read, passes:write$/m)
    expect(stdout).toMatch(new RegExp(`^Campaigns +${campaign}$`, 'm'))
    expect(stdout).toMatch(/^Expires +2027-01-01T00:00:00\.000Z$/m)
    const key = /^bfk_\S+$/m.exec(stdout)?.[0] ?? ''
    expect(claimsOf(key)).toMatchObject({
      c: customerId,
      s: ['passes:read', 'passes:write'],
      g: [campaign],
      x: 1798761600,
    })
  })

  it('lists keys with their state, of one customer or of all', async () => {
    const acme = await createCustomer('Acme Coffee')
    const museum = await createCustomer('Museum')
    const rights = ['--name', 'shop', '--scope', 'links:create', '--expires', '2027-01-01']
    await billfold('key', 'create', '--customer', museum.customerId, ...rights)
    await billfold('key', 'revoke', acme.apiKeyId)
    const { stdout } = await billfold('key', 'list')
    expect(stdout).toMatch(
      new RegExp(`^${acme.apiKeyId}  ${acme.customerId} +first key +revoked 2026-11-22 +all +admin$`, 'm'),
    )
    expect(stdout).toMatch(new RegExp(`${museum.customerId} +shop +until 2027-01-01 +all +links:create$`, 'm'))
    const ofMuseum = await billfold('key', 'list', '--customer', museum.customerId, '--json')
    const { items } = ofMuseum.json<{ items: object[] }>()
    expect(items).toHaveLength(2)
    expect(items).toContainEqual(expect.objectContaining({ name: 'first key', expiresAt: null }))
    const shop = { name: 'shop', expiresAt: '2027-01-01T00:00:00.000Z', revokedAt: null, scopes: ['links:create'] }
    expect(items).toContainEqual(expect.objectContaining(shop))
    expect(ofMuseum.stdout).not.toContain('bfk_')
  })

  it('lists more keys than fit on a page', async () => {
    const { customerId } = await createCustomer('Acme Coffee')
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(
      `insert into api_keys (customer_id, id, name, scopes, created_at)
       select $1, 'key_' || n, 'key ' || n, '{admin}', now() from generate_series(1000, 1400) n`,
      [customerId],
    )
    await client.end()
    const list = await billfold('key', 'list', '--customer', customerId, '--json')
    const { items } = list.json<{ items: { id: string }[] }>()
    expect(new Set(items.map(({ id }) => id)).size).toBe(402)
  })

  it('revokes a key, and once more without harm', async () => {
    const { apiKeyId } = await createCustomer('Acme Coffee')
    const revoked = `API key ${apiKeyId} is revoked since 2026-11-22T12:00:00.000Z. Running servers refuse it within 30 seconds.\n`
    expect(await billfold('key', 'revoke', apiKeyId)).toMatchObject({ code: 0, stdout: revoked })
    expect(await billfold('key', 'revoke', apiKeyId)).toMatchObject({ code: 0, stdout: revoked })
  })

  it('is refused with everything that is wrong about it', async () => {
    const { customerId } = await createCustomer('Acme Coffee')
    const wrong = ['--scope', 'all', '--scope', 'every', '--campaign', 'cam_nope', '--expires', 'soon']
    const argv = ['key', 'create', '--customer', customerId, '--name', 'a', '--scope', 'admin', ...wrong]
    const { code, stderr } = await billfold(...argv)
    expect(code).toBe(2)
    expect(stderr.split('\n')).toEqual([
      'Error: No key is made:',
      expect.stringMatching(/^ {2}"all" is no scope\. – Scopes: /),
      expect.stringMatching(/^ {2}"every" is no scope\. – Scopes: /),
      expect.stringMatching(/^ {2}There is no campaign cam_nope of this customer\. – /),
      expect.stringMatching(/^ {2}--expires "soon" is no point in time\. – Give /),
      '',
    ])
    expect((await billfold(...argv, '--json')).json<{ error: { errors: object[] } }>().error.errors).toHaveLength(4)
    expect((await billfold('key', 'list', '--customer', customerId)).stdout).not.toContain(' a ')
  })

  it('cannot be limited to a campaign of somebody else', async () => {
    const acme = await createCustomer('Acme Coffee')
    const museum = await createCustomer('Museum')
    const campaign = await addCampaign(acme.customerId)
    const rights = ['--name', 'a', '--scope', 'admin', '--campaign', campaign]
    const { code, stderr } = await billfold('key', 'create', '--customer', museum.customerId, ...rights)
    expect(code).toBe(1)
    expect(stderr).toContain(`Error: There is no campaign ${campaign} of this customer.\n`)
  })

  it.each([
    [['revoke', 'key_nope'], 1, 'There is no API key key_nope.'],
    [['list', '--customer', 'cus_nope'], 1, 'There is no customer cus_nope.'],
    [['create', '--customer', 'cus_nope', '--name', 'a', '--scope', 'admin'], 1, 'There is no customer cus_nope.'],
    [['create', '--customer', 'cus_nope', '--name', 'a', '--scope', 'all'], 2, '"all" is no scope.'],
    [['create', '--customer', 'cus_nope', '--name', 'a'], 2, "Required option '--scope <scope>' not specified."],
    [
      ['create', '--customer', 'cus_nope', '--name', 'a', '--scope', 'admin', '--expires', '2020-01-01'],
      2,
      '--expires 2020-01-01 has passed already.',
    ],
  ])('refuses %j', async (argv, code, message) => {
    const result = await billfold('key', ...argv)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toContain(message)
  })
})

describe('billfold migrate', () => {
  it('names the migrations that it ran, and has nothing to do after that', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query('drop schema public cascade; drop schema if exists pgboss cascade; create schema public')
    await client.end()
    const first = await billfold('migrate')
    expect(first.stderr).toBe('')
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/^\d+ migrations? applied:\n {2}0001-core\n/)
    expect(await billfold('migrate')).toMatchObject({ code: 0, stdout: 'The database is up to date.\n' })
    expect((await billfold('migrate', '--json')).json()).toEqual({ applied: [] })
  })

  it('ends with 3 when no database can be reached', async () => {
    const nowhere = ['--database-url', 'postgresql://x@db.invalid/x']
    const { code, stdout, stderr } = await billfold('migrate', ...nowhere)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^Error: The database cannot be used: .*db\.invalid\.\nHint: /)
  })
})
