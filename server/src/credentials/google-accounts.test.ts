import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { type GoogleAccounts, openGoogleAccounts } from './google-accounts.ts'
import { openTestAuthority, serviceAccountFile, storeCertificate, storeServiceAccount } from './testing.ts'

/** Google itself. */
const tokenUrl = undefined
let accounts: TestAccounts
let googleAccounts: GoogleAccounts
let issuers = 0
let issuerId: string

beforeAll(async () => {
  accounts = await openTestAccounts()
})
afterAll(() => accounts.close())
beforeEach(() => {
  issuerId = `338800000002200000${++issuers}`
  googleAccounts = openGoogleAccounts({ ...accounts, db: accounts.database.db, tokenUrl })
})

const store = async () => (await storeServiceAccount(accounts, accounts.customer.id, { issuerId })).configuration.id
const find = (id: string, from = googleAccounts) => from.byConfiguration(accounts.customer.id, id)

describe('byConfiguration', () => {
  it('gives the issuer and the service account that acts for it', async () => {
    const { issuerId: found, serviceAccount } = await find(await store())
    const file = serviceAccountFile()
    expect([found, serviceAccount.clientEmail]).toEqual([issuerId, file.client_email])
    expect(serviceAccount.privateKey.export({ type: 'pkcs8', format: 'pem' })).toBe(file.private_key)
  })

  it('gives the same object as long as the credentials are the same, so that access tokens can be kept with it', async () => {
    const id = await store()
    const [first, second] = await Promise.all([find(id), find(id)])
    expect(second).toBe(first)
    accounts.clock.turn(60_000)
    expect(await find(id)).toBe(first)
  })

  it('sees a new key by this process at once, by another within 30 seconds', async () => {
    const id = await store()
    const elsewhere = openGoogleAccounts({ ...accounts, db: accounts.database.db, tokenUrl })
    const [before, beforeElsewhere] = [await find(id), await find(id, elsewhere)]
    accounts.clock.turn(1000)
    await store()
    googleAccounts.forget(accounts.customer.id, id)
    expect(await find(id)).not.toBe(before)
    accounts.clock.turn(28_999)
    expect(await find(id, elsewhere)).toBe(beforeElsewhere)
    accounts.clock.turn(1)
    expect(await find(id, elsewhere)).not.toBe(beforeElsewhere)
  })

  it('opens what was sealed under keys that another process has made since', async () => {
    const { database, clock, customer } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    await accounts.keys.rotate(database.db, 'sealing', customer.id, undefined, 'rotated', clock.now())
    const id = await store()
    expect(await find(id, openGoogleAccounts({ db: database.db, keys, clock, tokenUrl }))).toMatchObject({ issuerId })
    expect(keys.active('callbackTokens', customer.id, id).bytes).toHaveLength(32)
  })

  it('knows a configuration only under its own customer, and none of another wallet', async () => {
    const id = await store()
    const other = await accounts.newCustomer()
    await expect(googleAccounts.byConfiguration(other.id, id)).rejects.toMatchObject({ code: 'not_found' })
    const authority = await openTestAuthority(accounts.clock.now())
    const { configuration } = await storeCertificate(accounts, accounts.customer.id, await authority.issue())
    await authority.close()
    await expect(find(configuration.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('refuses an account of a virtual Google where Google itself would be asked', async () => {
    const serviceAccount = { ...serviceAccountFile(), token_uri: 'http://localhost:9090/token' }
    const { configuration } = await storeServiceAccount(accounts, accounts.customer.id, { issuerId, serviceAccount })
    const refused = find(configuration.id)
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('virtual Google'),
    })
    const tokenUrl = 'http://localhost:9090/token'
    const elsewhere = openGoogleAccounts({ ...accounts, db: accounts.database.db, tokenUrl })
    expect(await find(configuration.id, elsewhere)).toMatchObject({ issuerId })
  })
})
