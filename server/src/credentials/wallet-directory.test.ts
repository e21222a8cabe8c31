import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openDatabase } from '../platform/database.ts'
import { openKeys } from '../platform/keys.ts'
import { phoneToken, phoneTokenMatches } from './phone-token.ts'
import { openTestAuthority, storeCertificate, type TestAuthority } from './testing.ts'
import { openWalletDirectory } from './wallet-directory.ts'

let accounts: TestAccounts
let authority: TestAuthority
let passTypes = 0
let passTypeId: string

beforeAll(async () => {
  accounts = await openTestAccounts()
  authority = await openTestAuthority(accounts.clock.now())
})
afterAll(async () => {
  await accounts.close()
  await authority.close()
})
beforeEach(() => {
  passTypeId = `pass.test.directory${++passTypes}`
})

const open = () => openWalletDirectory({ ...accounts, db: accounts.database.db })

async function store() {
  const certificate = await authority.issue({ passTypeId })
  const { configuration } = await storeCertificate(accounts, accounts.customer.id, certificate)
  return { customerId: accounts.customer.id, configurationId: configuration.id }
}

describe('find', () => {
  it('knows the pass types of the start, and nothing else', async () => {
    const owner = await store()
    const directory = await open()
    expect(await directory.find(passTypeId)).toEqual(owner)
    expect(await directory.find('pass.unknown')).toBeUndefined()
  })

  it('finds a new pass type at once if nobody asked within the last second', async () => {
    const directory = await open()
    const owner = await store()
    accounts.clock.turn(1000)
    expect(await directory.find(passTypeId)).toEqual(owner)
  })

  it('asks the database at most once a second for unknown pass types', async () => {
    const directory = await open()
    accounts.clock.turn(1000)
    expect(await directory.find('pass.unknown')).toBeUndefined()
    const owner = await store()
    accounts.clock.turn(999)
    expect(await directory.find(passTypeId)).toBeUndefined()
    accounts.clock.turn(1)
    const found = await Promise.all(Array.from({ length: 50 }, () => directory.find(passTypeId)))
    expect(found).toEqual(Array.from({ length: 50 }, () => owner))
  })

  it('finds at once what this process has stored', async () => {
    const directory = await open()
    const owner = await store()
    await directory.refresh()
    expect(await directory.find(passTypeId)).toEqual(owner)
  })

  it('brings along the keys that another process made with the pass type', async () => {
    const { database, clock, customer } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    const elsewhere = await openWalletDirectory({ db: database.db, keys, clock })
    await store()
    const token = phoneToken(accounts.keys, customer.id, passTypeId, 'serial')
    clock.turn(1000)
    expect(await elsewhere.find(passTypeId)).toBeDefined()
    expect(phoneTokenMatches(keys, customer.id, passTypeId, 'serial', token, clock.now())).toBe(true)
  })

  it('answers for known pass types while the database is gone, and fails for unknown ones', async () => {
    const owner = await store()
    const database = openDatabase({ connectionString: accounts.url, maxConnections: 1 })
    const directory = await openWalletDirectory({ ...accounts, db: database.db })
    await database.close()
    accounts.clock.turn(30_000)
    expect(await directory.find(passTypeId)).toEqual(owner)
    // Not "unknown": a phone that is told so gives its registration up.
    await expect(directory.find('pass.unknown')).rejects.toThrow()
    await expect(directory.find('pass.unknown')).rejects.toThrow()
    expect(await directory.find(passTypeId)).toEqual(owner)
  })
})
