import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { type Identities, openIdentities } from './identities.ts'
import { openTestAuthority, storeCertificate, type TestAuthority } from './testing.ts'

const day = 86_400_000
let accounts: TestAccounts
let authority: TestAuthority
let identities: Identities
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
  passTypeId = `pass.test.identities${++passTypes}`
  identities = openIdentities({ ...accounts, db: accounts.database.db })
})

async function store(at = accounts.clock.now()): Promise<string> {
  const certificate = await authority.issue({ passTypeId, at })
  return (await storeCertificate(accounts, accounts.customer.id, certificate)).configuration.id
}
const find = (id: string, from = identities) => from.byConfiguration(accounts.customer.id, id)

describe('byConfiguration', () => {
  it('gives an identity that signs for the pass type', async () => {
    const identity = await find(await store())
    expect(identity.passTypeIdentifier).toBe(passTypeId)
    const signature = await identity.signer.sign(Buffer.from('attributes'))
    expect(signature).toHaveLength(256)
  })

  it('gives the same object as long as the certificate is the same', async () => {
    const id = await store()
    const [first, second] = await Promise.all([find(id), find(id)])
    expect(second).toBe(first)
    accounts.clock.turn(60_000)
    expect(await find(id)).toBe(first)
  })

  it('sees a renewal by another process after 30 seconds', async () => {
    const id = await store()
    const before = await find(id)
    accounts.clock.turn(1000)
    await store()
    accounts.clock.turn(28_999)
    expect(await find(id)).toBe(before)
    accounts.clock.turn(1)
    expect(await find(id)).not.toBe(before)
  })

  it('sees a renewal by this process at once', async () => {
    const id = await store()
    const before = await find(id)
    await store()
    identities.forget(accounts.customer.id, id)
    expect(await find(id)).not.toBe(before)
  })

  it('opens what was sealed under keys that another process has made since', async () => {
    const { database, clock } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    const elsewhere = openIdentities({ db: database.db, keys, clock })
    await accounts.keys.rotate(database.db, 'sealing', accounts.customer.id, undefined, 'rotated', clock.now())
    const id = await store()
    expect((await find(id, elsewhere)).passTypeIdentifier).toBe(passTypeId)
    expect(keys.active('phoneTokens', accounts.customer.id, passTypeId).bytes).toHaveLength(32)
  })

  it('knows a configuration only under its own customer', async () => {
    const id = await store()
    const other = await accounts.newCustomer()
    await expect(identities.byConfiguration(other.id, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(find('wal_unknown')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('finds a configuration that did not exist when it was first asked for', async () => {
    await expect(find('wal_unknown')).rejects.toMatchObject({ code: 'not_found' })
    const id = await store()
    await accounts.database.db
      .updateTable('wallet_configurations')
      .set({ id: 'wal_unknown' })
      .where('id', '=', id)
      .execute()
    // Its material was sealed for another row, which is noticed only once the row is found.
    await expect(find('wal_unknown')).rejects.not.toMatchObject({ code: 'not_found' })
  })

  it('refuses a certificate that has expired, both one in use and one just read', async () => {
    const id = await store()
    const { notAfter } = await find(id)
    const left = notAfter.getTime() - accounts.clock.now().getTime()
    accounts.clock.turn(left)
    await expect(find(id)).resolves.toMatchObject({ passTypeIdentifier: passTypeId })
    accounts.clock.turn(1)
    try {
      const expired = {
        code: 'conflict',
        message: expect.stringMatching(`${id}.*expired (on|at) ${notAfter.toISOString()}`),
      }
      await expect(find(id)).rejects.toMatchObject(expired)
      await expect(find(id, openIdentities({ ...accounts, db: accounts.database.db }))).rejects.toMatchObject(expired)
    } finally {
      accounts.clock.turn(-left - 1)
    }
  })

  it('works again once the expired certificate was renewed', async () => {
    const id = await store()
    const left = 380 * day
    accounts.clock.turn(left)
    try {
      await expect(find(id)).rejects.toMatchObject({ code: 'conflict' })
      await store()
      identities.forget(accounts.customer.id, id)
      await expect(find(id)).resolves.toMatchObject({ passTypeIdentifier: passTypeId })
    } finally {
      accounts.clock.turn(-left)
    }
  })

  it('signs with the certificate that was issued last, and not with one that was stored later', async () => {
    const now = accounts.clock.now()
    const other = await openTestAuthority(now)
    const id = await store(now)
    const newest = await find(id)
    const older = await other.issue({ passTypeId, at: new Date(now.getTime() - 200 * day) })
    await storeCertificate(accounts, accounts.customer.id, older)
    await other.close()
    identities.forget(accounts.customer.id, id)
    expect((await find(id)).certificate.fingerprint256).toBe(newest.certificate.fingerprint256)
  })
})
