import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../platform/database.ts'
import { openKeys } from '../platform/keys.ts'
import { type ApiKeys, openApiKeys } from './api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { openTestAccounts, type TestAccounts } from './testing.ts'

let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
})
afterAll(() => accounts.close())

const refusal = (authorization: string | undefined, apiKeys: ApiKeys = accounts.apiKeys): unknown => {
  try {
    return apiKeys.authenticate(authorization)
  } catch (error) {
    return error
  }
}
const unauthorized = (detail: RegExp) =>
  expect.objectContaining({ code: 'unauthorized', message: expect.stringMatching(detail) })
const revoke = (keyId: string) =>
  accounts.database.db
    .transaction()
    .execute((trx) => revokeApiKey(trx, { customerId: accounts.customer.id, keyId, by: null }, accounts.clock.now()))

describe('authenticate', () => {
  it('reads the caller from the key', async () => {
    const notAfter = new Date('2027-01-01T00:00:00Z')
    const { id, authorization } = await accounts.makeKey({
      scopes: ['passes:read', 'links:create'],
      campaignIds: ['cmp_1'],
      notAfter,
    })
    const caller = {
      customerId: accounts.customer.id,
      keyId: id,
      scopes: new Set(['passes:read', 'links:create']),
      campaignIds: ['cmp_1'],
      notAfter,
    }
    expect(accounts.apiKeys.authenticate(authorization)).toEqual(caller)
    expect(accounts.apiKeys.authenticate(authorization.replace('Bearer', 'bearer '))).toEqual(caller)
  })

  it('is not limited to campaigns or time unless the key says so', async () => {
    const { authorization } = await accounts.makeKey()
    expect(accounts.apiKeys.authenticate(authorization)).toMatchObject({ campaignIds: null, notAfter: null })
  })

  it.each([
    [undefined, /no Authorization header/],
    ['', /not of the form/],
    ['Basic YTpi', /not of the form/],
    ['Bearer', /not of the form/],
    ['Bearer a b', /not of the form/],
    ['Bearer sk_live_1', /begins with bfk_/],
  ])('refuses the header %s', (authorization, detail) => {
    expect(refusal(authorization)).toEqual(unauthorized(detail))
  })

  it('refuses an altered key even right after the genuine one was used', async () => {
    const { text } = await accounts.makeKey()
    accounts.apiKeys.authenticate(`Bearer ${text}`)
    const altered = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A')
    expect(refusal(`Bearer ${altered}`)).toEqual(unauthorized(/altered/))
  })

  it('accepts a key until the second of its expiry, also when it was used before', async () => {
    const { authorization } = await accounts.makeKey({ notAfter: new Date(accounts.clock.now().getTime() + 60_000) })
    accounts.clock.turn(60_000)
    expect(refusal(authorization)).toMatchObject({ customerId: accounts.customer.id })
    accounts.clock.turn(1)
    expect(refusal(authorization)).toEqual(unauthorized(/expired on 2026-/))
  })

  it('goes on accepting the keys of before a rotation of the installation’s own key', async () => {
    const old = await accounts.makeKey()
    await accounts.keys.rotate(accounts.database.db, 'apiKeys', null, undefined, 'rotated', accounts.clock.now())
    const fresh = await accounts.makeKey()
    for (const { authorization, id } of [old, fresh]) expect(refusal(authorization)).toMatchObject({ keyId: id })
  })

  it('learns by refreshing of a key of the installation that another process has rotated in', async () => {
    const { database, clock, logger } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    const other = await openApiKeys({ db: database.db, keys, clock, logger })
    await accounts.keys.rotate(database.db, 'apiKeys', null, undefined, 'rotated', clock.now())
    const { id, authorization } = await accounts.makeKey()
    expect(refusal(authorization, other)).toEqual(unauthorized(/not made by this installation/))
    await other.refresh()
    expect(refusal(authorization, other)).toMatchObject({ keyId: id })
    other.stop()
  })

  it('refuses all keys made under a leaked key of the installation once its date has passed', async () => {
    const { authorization } = await accounts.makeKey()
    const how = { leakedAcceptedUntil: new Date(accounts.clock.now().getTime() + 60_000) }
    await accounts.keys.rotate(accounts.database.db, 'apiKeys', null, undefined, how, accounts.clock.now())
    expect(refusal(authorization)).toMatchObject({ customerId: accounts.customer.id })
    accounts.clock.turn(60_000)
    expect(refusal(authorization)).toEqual(unauthorized(/leaked/))
  })

  it('refuses a key of another installation', async () => {
    const other = await openTestAccounts()
    try {
      const { authorization } = await other.makeKey()
      expect(refusal(authorization)).toEqual(unauthorized(/not made by this installation/))
    } finally {
      await other.close()
    }
  })

  it('knows every key when more are in use than it remembers', async () => {
    const texts: string[] = []
    for (let index = 0; index < 1005; index++) texts.push((await accounts.makeKey()).authorization)
    for (const authorization of texts) accounts.apiKeys.authenticate(authorization)
    for (const authorization of texts) expect(refusal(authorization)).not.toBeInstanceOf(Error)
  })
})

describe('revocation', () => {
  it('counts at once where it happened', async () => {
    const { id, authorization } = await accounts.makeKey()
    accounts.apiKeys.authenticate(authorization)
    const { revokedAt } = await revoke(id)
    accounts.apiKeys.noteRevoked(id, revokedAt)
    expect(refusal(authorization)).toEqual(unauthorized(/was revoked on 2026-/))
    expect(accounts.apiKeys.revokedAt(id)).toEqual(accounts.clock.now())
  })

  it('is known to a process that starts later', async () => {
    const { id, authorization } = await accounts.makeKey()
    await revoke(id)
    const { database, keys, clock, logger } = accounts
    const later = await openApiKeys({ db: database.db, keys, clock, logger })
    expect(refusal(authorization, later)).toEqual(unauthorized(/revoked/))
    later.stop()
  })

  it('reaches other processes within 30 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { database, keys, clock, logger } = accounts
    const other = await openApiKeys({ db: database.db, keys, clock, logger })
    try {
      const { id, authorization } = await accounts.makeKey()
      await revoke(id)
      expect(refusal(authorization, other)).toMatchObject({ keyId: id })
      vi.advanceTimersByTime(30_000)
      await vi.waitFor(() => expect(refusal(authorization, other)).toEqual(unauthorized(/revoked/)), {
        timeout: 60_000,
      })
    } finally {
      other.stop()
      vi.useRealTimers()
    }
  })

  it('keeps what is known while the database does not answer, says so once, and says when it is back', async () => {
    const { id, authorization } = await accounts.makeKey()
    const usable = await accounts.makeKey()
    await revoke(id)
    const { url, keys, clock, logger } = accounts
    const database = openDatabase({ connectionString: url, maxConnections: 1 })
    const apiKeys = await openApiKeys({ db: database.db, keys, clock, logger })
    const warnings = () =>
      accounts.logged.filter((line) => line.includes('revocations and keys could not be refreshed'))
    const rename = (from: string, to: string) => accounts.database.pool.query(`alter table ${from} rename to ${to}`)
    try {
      await rename('api_keys', 'gone')
      await apiKeys.refresh()
      await apiKeys.refresh()
      expect(warnings()).toHaveLength(1)
      expect(refusal(authorization, apiKeys)).toEqual(unauthorized(/revoked/))
      expect(refusal(usable.authorization, apiKeys)).toMatchObject({ keyId: usable.id })
    } finally {
      await rename('gone', 'api_keys')
    }
    await apiKeys.refresh()
    expect(accounts.logged.filter((line) => line.includes('and keys are being refreshed again'))).toHaveLength(1)
    apiKeys.stop()
    await database.close()
  })
})

it('judges keys without asking the database', async () => {
  const { authorization } = await accounts.makeKey()
  const database = openDatabase({ connectionString: accounts.url, maxConnections: 1 })
  const { clock, logger } = accounts
  const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
  const apiKeys = await openApiKeys({ db: database.db, keys, clock, logger })
  await database.close()
  expect(refusal(authorization, apiKeys)).toMatchObject({ customerId: accounts.customer.id })
  apiKeys.stop()
})

describe('a customer that another process has just made', () => {
  it('is served at once: its keys are fetched with its first request', async () => {
    const { database, clock, logger } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    const here = await openApiKeys({ db: database.db, keys, clock, logger })
    const { id } = await accounts.newCustomer()
    expect(() => keys.active('serials', id)).toThrow()
    await here.meet(id)
    expect(keys.active('serials', id).customerId).toBe(id)
    here.stop()
  })
})
