import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { unsealMaterial } from './material.ts'
import { selectWalletConfiguration } from './store.ts'
import { openTestAuthority, storeCertificate, type TestAuthority } from './testing.ts'

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
  expect(await unsealMaterial(accounts.keys, row)).toEqual(certificate)
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
