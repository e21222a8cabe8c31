import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { sealMaterial, unsealMaterial } from './material.ts'
import { selectWalletConfiguration } from './store.ts'
import { openTestAuthority, storeCertificate, type TestAuthority, type TestCertificate } from './testing.ts'

let accounts: TestAccounts
let authority: TestAuthority

beforeAll(async () => {
  accounts = await openTestAccounts()
  authority = await openTestAuthority(accounts.clock.now())
})
afterAll(async () => {
  await accounts.close()
  await authority.close()
})

let passTypes = 0
const newPassType = () => `pass.test.museum${++passTypes}`

it('seals the certificate and the key, which open in this row only', async () => {
  const certificate = await authority.issue({ passTypeId: newPassType() })
  const { configuration } = await storeCertificate(accounts, accounts.customer.id, certificate)
  const row = await selectWalletConfiguration(accounts.database.db, accounts.customer.id, configuration.id)
  expect(await unsealMaterial(accounts.keys, row)).toEqual([certificate])
  await expect(unsealMaterial(accounts.keys, { ...row, id: 'wal_other' })).rejects.toThrow()
  expect(row.sealed.toString('latin1')).not.toMatch(/PRIVATE KEY|CERTIFICATE/)
})

it('makes the phone-token key of the pass type, and keeps it at a renewal', async () => {
  const passTypeId = newPassType()
  await storeCertificate(accounts, accounts.customer.id, await authority.issue({ passTypeId }))
  const key = accounts.keys.active('phoneTokens', accounts.customer.id, passTypeId)
  await storeCertificate(accounts, accounts.customer.id, await authority.issue({ passTypeId }))
  expect(accounts.keys.active('phoneTokens', accounts.customer.id, passTypeId)).toBe(key)
})

it('gives a pass type that two customers upload at once to one of them', async () => {
  const other = await accounts.newCustomer()
  const certificate = await authority.issue({ passTypeId: newPassType() })
  const outcomes = await Promise.allSettled(
    [accounts.customer, other].map(({ id }) => storeCertificate(accounts, id, certificate)),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')
  expect(refused?.reason).toMatchObject({ code: 'conflict' })
})

it('makes one configuration of a certificate that one customer uploads twice at once', async () => {
  const certificate = await authority.issue({ passTypeId: newPassType() })
  const stored = await Promise.all([1, 2].map(() => storeCertificate(accounts, accounts.customer.id, certificate)))
  expect(stored[0]!.configuration.id).toBe(stored[1]!.configuration.id)
  expect(stored.map(({ renewed }) => renewed).sort()).toEqual([false, true])
})

it('leaves no key behind for a pass type that is another customer’s', async () => {
  const other = await accounts.newCustomer()
  const passTypeId = newPassType()
  const certificate = await authority.issue({ passTypeId })
  await storeCertificate(accounts, accounts.customer.id, certificate)
  await expect(storeCertificate(accounts, other.id, certificate)).rejects.toMatchObject({ code: 'conflict' })
  const { database, clock } = accounts
  const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
  expect(keys.accepted('phoneTokens', other.id, passTypeId, clock.now())).toEqual([])
})

describe('certificates of one pass type', () => {
  const daysAgo = (days: number) => new Date(accounts.clock.now().getTime() - days * 86_400_000)
  const others: TestAuthority[] = []
  beforeAll(async () => {
    for (let i = 0; i < 2; i++) others.push(await openTestAuthority(accounts.clock.now()))
  })
  afterAll(() => Promise.all(others.map((other) => other.close())))
  // One authority gives one certificate for a pass type.
  const issue = (from: TestAuthority, passTypeId: string, at: Date) => from.issue({ passTypeId, at })
  const sealedIn = async (id: string) => {
    const row = await selectWalletConfiguration(accounts.database.db, accounts.customer.id, id)
    return unsealMaterial(accounts.keys, row)
  }

  it('stay as a fallback until they expire, each once', async () => {
    const passTypeId = newPassType()
    const store = (certificate: TestCertificate) => storeCertificate(accounts, accounts.customer.id, certificate)
    const oldest = await issue(others[0]!, passTypeId, daysAgo(300))
    const old = await issue(others[1]!, passTypeId, daysAgo(100))
    const newest = await issue(authority, passTypeId, daysAgo(0))
    const { configuration } = await store(oldest)
    const { certificateNotAfter } = (await store(newest)).configuration
    // Stored last, but not issued last.
    await store(old)
    const renewed = await store(old)
    expect(renewed.configuration.certificateNotAfter).toEqual(certificateNotAfter)
    expect(await sealedIn(configuration.id)).toEqual([old, newest, oldest])

    accounts.clock.turn(100 * 86_400_000)
    try {
      await store(newest)
      expect(await sealedIn(configuration.id)).toEqual([newest, old])
    } finally {
      accounts.clock.turn(-100 * 86_400_000)
    }
  })

  it('may have been sealed when there was one by itself', async () => {
    const passTypeId = newPassType()
    const before = await issue(authority, passTypeId, daysAgo(1))
    const after = await issue(others[0]!, passTypeId, daysAgo(0))
    const { configuration } = await storeCertificate(accounts, accounts.customer.id, before)
    const { database, keys, customer } = accounts
    const sealed = sealMaterial(keys, { customer_id: customer.id, id: configuration.id }, before)
    await database.db.updateTable('wallet_configurations').set({ sealed }).where('id', '=', configuration.id).execute()
    await storeCertificate(accounts, customer.id, after)
    expect(await sealedIn(configuration.id)).toEqual([after, before])
  })
})
