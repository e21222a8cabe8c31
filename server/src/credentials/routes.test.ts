import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { openKeys } from '../platform/keys.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { CredentialDeps } from './deps.ts'
import { openGoogleAccounts } from './google-accounts.ts'
import { type Identities, openIdentities } from './identities.ts'
import { credentialRoutes } from './routes.ts'
import { openTestAuthority, type TestAuthority, type TestCertificate } from './testing.ts'
import { openWalletDirectory, type WalletDirectory } from './wallet-directory.ts'

const url = '/api/wallet-configurations'
let accounts: TestAccounts
let authority: TestAuthority
let identities: Identities
let walletDirectory: WalletDirectory
let authorization: string
let deps: CredentialDeps
let passTypes = 0
let passTypeId: string

beforeAll(async () => {
  accounts = await openTestAccounts()
  authority = await openTestAuthority(accounts.clock.now())
  const db = accounts.database.db
  identities = openIdentities({ ...accounts, db })
  walletDirectory = await openWalletDirectory({ ...accounts, db })
  const places = { googleApiUrl: undefined, googleTokenUrl: undefined }
  const googleAccounts = openGoogleAccounts({ ...accounts, db, tokenUrl: undefined })
  const stores = { identities, googleAccounts, walletDirectory }
  deps = { core: accounts.core, ...stores, ...places, allowTestWallets: true }
  credentialRoutes(accounts.app, deps)
  authorization = (await accounts.makeKey()).authorization
})
afterAll(async () => {
  await accounts.close()
  await authority.close()
})
beforeEach(() => {
  passTypeId = `pass.test.routes${++passTypes}`
})

const post = (payload: object, as = authorization) =>
  accounts.app.inject({ method: 'POST', url, headers: { authorization: as }, payload })
const get = (path = '', as = authorization) => accounts.app.inject({ url: url + path, headers: { authorization: as } })
const check = (id: string, as = authorization) =>
  accounts.app.inject({ method: 'POST', url: `${url}/${id}/check`, headers: { authorization: as } })
const body = (certificate: TestCertificate) => ({ wallet: 'apple', name: 'Museum', ...certificate })

describe('POST /api/wallet-configurations', () => {
  it('stores a certificate, which can sign and be found by phones at once', async () => {
    const answer = await post(body(await authority.issue({ passTypeId })))
    expect(answer.statusCode).toBe(201)
    const stored = answer.json()
    expect(stored).toEqual({
      id: expect.stringMatching(/^wal_/),
      wallet: 'apple',
      name: 'Museum',
      passTypeId,
      teamId: 'TEAM123456',
      organizationName: 'Museum of Tests',
      certificateNotAfter: expect.stringMatching(/^2027-/),
      daysLeft: expect.any(Number),
      warnings: [],
      createdAt: accounts.clock.now().toISOString(),
      modifiedAt: accounts.clock.now().toISOString(),
    })
    const owner = { customerId: accounts.customer.id, configurationId: stored.id }
    expect(await walletDirectory.find(passTypeId)).toEqual(owner)
    const identity = await identities.byConfiguration(accounts.customer.id, stored.id)
    expect(identity.notAfter.toISOString()).toBe(stored.certificateNotAfter)
  })

  it('stores a .p12 file', async () => {
    const certificate = await authority.issue({ passTypeId })
    const pkcs12 = await authority.pkcs12(certificate, 'x1x1')
    const { intermediates } = certificate
    const answer = await post({ wallet: 'apple', name: 'Museum', pkcs12, passphrase: 'x1x1', intermediates })
    expect(answer.statusCode).toBe(201)
    const identity = await identities.byConfiguration(accounts.customer.id, answer.json().id)
    expect(identity.passTypeIdentifier).toBe(passTypeId)
  })

  it('calls a configuration by its pass type if nobody names it, and keeps its name when it is renewed', async () => {
    const nameOf = async (given: object) => {
      const certificate = await authority.issue({ passTypeId })
      return (await post({ wallet: 'apple', ...certificate, ...given })).json().name
    }
    expect(await nameOf({})).toBe(passTypeId)
    expect(await nameOf({ name: 'Museum' })).toBe('Museum')
    expect(await nameOf({})).toBe('Museum')
  })

  it('renews the certificate of a pass type that the customer has', async () => {
    const first = (await post(body(await authority.issue({ passTypeId })))).json()
    const before = await identities.byConfiguration(accounts.customer.id, first.id)
    accounts.clock.turn(350 * 86_400_000)
    try {
      const late = await accounts.makeKey()
      const answer = await post(
        { ...body(await authority.issue({ passTypeId, at: accounts.clock.now() })), name: 'Renewed' },
        late.authorization,
      )
      expect(answer.statusCode).toBe(200)
      const renewed = answer.json()
      expect(renewed).toMatchObject({ id: first.id, passTypeId, name: 'Renewed', createdAt: first.createdAt })
      expect(renewed.modifiedAt).toBe(accounts.clock.now().toISOString())
      expect(renewed.certificateNotAfter > first.certificateNotAfter).toBe(true)
      expect(await identities.byConfiguration(accounts.customer.id, first.id)).not.toBe(before)
    } finally {
      accounts.clock.turn(-350 * 86_400_000)
    }
  })

  it('warns when an ordinary certificate takes the place of one for NFC, and when that is checked', async () => {
    const aheadMs = Date.now() + 3 * 86_400_000 - accounts.clock.now().getTime()
    accounts.clock.turn(aheadMs)
    try {
      const key = await accounts.makeKey()
      const first = await post(body(await authority.issueForNfc(passTypeId)), key.authorization)
      expect(first.json().warnings.map(({ code }: { code: string }) => code)).not.toContain('nfc_lost')
      const ordinary = await authority.issue({ passTypeId, at: accounts.clock.now() })
      expect((await post(body(ordinary), key.authorization)).json().warnings).toMatchObject([{ code: 'nfc_lost' }])
      const checked = await check(first.json().id, key.authorization)
      expect(checked.json().warnings).toMatchObject([{ code: 'nfc_lost' }])
      const { warnings, certificates } = (await get(`/${first.json().id}`, key.authorization)).json()
      expect(warnings).toMatchObject([{ code: 'nfc_lost' }])
      expect(certificates).toMatchObject([
        { commonName: `Pass Type ID: ${passTypeId}`, isForNfc: false, inForce: true },
        { commonName: `Pass Type ID with NFC: ${passTypeId}`, isForNfc: true, inForce: false },
      ])
    } finally {
      accounts.clock.turn(-aheadMs)
    }
  })

  it('says of a certificate that was issued before the one in force that it is a fallback', async () => {
    const at = accounts.clock.now()
    const other = await openTestAuthority(at)
    const older = await other.issue({ passTypeId, at: new Date(at.getTime() - 40 * 86_400_000) })
    await other.close()
    expect((await post(body(await authority.issue({ passTypeId, at })))).json().warnings).toEqual([])
    const stored = (await post(body(older))).json()
    expect(stored.warnings).toMatchObject([{ code: 'certificate_not_in_force' }])
    const [inForce, fallback, ...more] = (await get(`/${stored.id}`)).json().certificates
    expect([inForce.inForce, fallback.inForce, more]).toEqual([true, false, []])
    const serial = (pem: string) => new X509Certificate(pem).serialNumber
    expect(fallback).toMatchObject({ serialNumber: serial(older.certificate), isForNfc: false })
    expect(fallback.issuedAt < inForce.issuedAt).toBe(true)
  })

  it('signs with the renewed certificate at once', async () => {
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    const before = await identities.byConfiguration(accounts.customer.id, id)
    await post(body(await authority.issue({ passTypeId })))
    expect(await identities.byConfiguration(accounts.customer.id, id)).not.toBe(before)
  })

  it('writes to the audit trail who stored which certificate, and wakes the sequencer', async () => {
    const key = await accounts.makeKey()
    const { id, certificateNotAfter } = (
      await post(body(await authority.issue({ passTypeId })), key.authorization)
    ).json()
    const written = await accounts.database.db
      .selectFrom('log_unnumbered')
      .select(['type', 'audit', 'visible', 'data'])
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    expect(written).toEqual({
      type: 'wallet.configured',
      audit: true,
      visible: false,
      data: {
        walletConfigurationId: id,
        wallet: 'apple',
        passTypeId,
        teamId: 'TEAM123456',
        certificateNotAfter,
        renewed: false,
        by: key.id,
      },
    })
    expect(accounts.woken).toContain(accounts.customer.id)
  })

  it('refuses a pass type of another customer without naming that one', async () => {
    await post(body(await authority.issue({ passTypeId })))
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    const answer = await post(body(await authority.issue({ passTypeId })), theirs)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code: 'conflict', detail: expect.stringContaining(passTypeId) })
    expect(answer.body).not.toContain(accounts.customer.id)
    expect(answer.body).not.toContain(accounts.customer.name)
    expect((await get('', theirs)).json().items).toEqual([])
  })

  it('refuses a certificate of another team for the same pass type, naming both', async () => {
    const { id, modifiedAt } = (await post(body(await authority.issue({ passTypeId })))).json()
    accounts.clock.turn(1000)
    const answer = await post(body(await authority.issue({ passTypeId, teamId: 'TEAM999999' })))
    expect(answer.statusCode).toBe(409)
    expect(answer.json().detail).toMatch(/TEAM123456.*TEAM999999/)
    expect((await get(`/${id}`)).json()).toMatchObject({ teamId: 'TEAM123456', modifiedAt })
  })

  it('names every fault of the certificate at once', async () => {
    const answer = await post({ wallet: 'apple', name: 'Museum' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: '/certificate' }, { path: '/privateKey' }],
    })
  })

  it('names every fault of the body at once', async () => {
    const answer = await post({ wallet: 'apple', name: '', certificate: '', intermediates: [], key: 'x' })
    expect(answer.statusCode).toBe(400)
    const paths = answer.json().errors.map((error: { path: string }) => error.path)
    expect(paths.sort()).toEqual(['/certificate', '/intermediates', '/key', '/name'])
  })

  it('says which wallets there are', async () => {
    for (const body of [{ wallet: 'samsung', name: 'Museum' }, { name: 'Museum' }, []]) {
      const answer = await post(body)
      expect(answer.statusCode).toBe(400)
      expect(answer.json().errors).toHaveLength(1)
    }
    const [{ path, fix }] = (await post({ wallet: 'samsung' })).json().errors
    expect([path, fix]).toEqual(['/wallet', 'Use one of: apple, google.'])
  })

  it('never answers or logs a private key, a certificate or a passphrase', async () => {
    const certificate = await authority.issue({ passTypeId })
    const privateKey = authority.encryptKey(certificate.privateKey, 'a passphrase to keep')
    const material = { ...body(certificate), privateKey, passphrase: 'a passphrase to keep' }
    const stored = await post(material)
    expect(stored.statusCode).toBe(201)
    const refused = await post({ ...material, passphrase: 'another passphrase to keep' })
    expect(refused.statusCode).toBe(400)
    const { rows } = await accounts.database.pool.query('select l::text from log_unnumbered l')
    const seen = [
      stored.body,
      refused.body,
      (await get()).body,
      (await get(`/${stored.json().id}`)).body,
      JSON.stringify(rows),
      ...accounts.logged,
    ].join('\n')
    for (const secret of [
      ...privateKey.split('\n').slice(1, 3),
      'passphrase to keep',
      'PRIVATE KEY-----',
      '-----BEGIN',
    ]) {
      expect(seen).not.toContain(secret)
    }
  })

  it.each([
    ['credentials:read', 403],
    ['credentials:write', 201],
  ] as const)('with a key for %s answers %i', async (scope, status) => {
    const { authorization: limited } = await accounts.makeKey({ scopes: [scope] })
    expect((await post(body(await authority.issue({ passTypeId })), limited)).statusCode).toBe(status)
  })
})

describe('GET /api/wallet-configurations', () => {
  it('shows a configuration, with a warning when its certificate is about to expire', async () => {
    const stored = (await post(body(await authority.issue({ passTypeId })))).json()
    const { certificates, ...shown } = (await get(`/${stored.id}`)).json()
    expect(shown).toEqual(stored)
    expect(certificates).toMatchObject([{ commonName: `Pass Type ID: ${passTypeId}`, inForce: true }])
    const left = new Date(stored.certificateNotAfter).getTime() - accounts.clock.now().getTime() - 86_400_000 * 6.5
    accounts.clock.turn(left)
    try {
      expect((await get(`/${stored.id}`)).json()).toMatchObject({
        daysLeft: 6,
        warnings: [{ code: 'certificate_expires_within_7d' }],
      })
    } finally {
      accounts.clock.turn(-left)
    }
  })

  it('lists the customer’s own, page by page, the newest first', async () => {
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    const ids: string[] = []
    for (const suffix of ['a', 'b', 'c']) {
      accounts.clock.turn(1)
      const answer = await post(body(await authority.issue({ passTypeId: `${passTypeId}.${suffix}` })), theirs)
      ids.unshift(answer.json().id)
    }
    const first = (await get('?limit=2', theirs)).json()
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2))
    const second = (await get(`?limit=2&cursor=${first.next}`, theirs)).json()
    expect(second.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2))
    expect(second.next).toBeNull()
  })

  it('answers 404 for an unknown one and for one of another customer', async () => {
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    expect((await get(`/${id}`, theirs)).statusCode).toBe(404)
    expect((await get('/wal_unknown')).json()).toMatchObject({ status: 404, code: 'not_found' })
  })

  it('is for keys with credentials:read', async () => {
    const { authorization: limited } = await accounts.makeKey({ scopes: ['credentials:write', 'passes:read'] })
    expect((await get('', limited)).statusCode).toBe(403)
    expect((await get('/wal_unknown', limited)).statusCode).toBe(403)
  })
})

describe('POST /api/wallet-configurations/:id/check', () => {
  it('says that a certificate can sign now, and shows it as it is', async () => {
    const stored = (await post(body(await authority.issue({ passTypeId })))).json()
    const answer = await check(stored.id)
    expect([answer.statusCode, answer.json()]).toEqual([200, stored])
  })

  it('says once that a certificate has expired', async () => {
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    accounts.clock.turn(400 * 86_400_000)
    try {
      const late = await accounts.makeKey()
      const { daysLeft, warnings } = (await check(id, late.authorization)).json()
      expect([daysLeft, warnings.map(({ code }: { code: string }) => code)]).toEqual([0, ['certificate_expired']])
    } finally {
      accounts.clock.turn(-400 * 86_400_000)
    }
  })

  it('says of a development authority’s certificate that it is not accepted any more', async () => {
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    const { warnings } = await checkConfiguration({ ...deps, allowTestWallets: false }, accounts.customer.id, id)
    expect(warnings).toMatchObject([{ code: 'test_authority', fix: expect.stringContaining('--demo') }])
  })

  it('opens what was sealed under a key that another process has made since', async () => {
    const { database, clock, customer, core } = accounts
    const keys = await openKeys(database.db, 'secret of the test installation', clock.now())
    await accounts.keys.rotate(database.db, 'sealing', customer.id, undefined, 'rotated', clock.now())
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    const elsewhere = { ...deps, core: { ...core, keys } }
    expect(await checkConfiguration(elsewhere, customer.id, id)).toMatchObject({ warnings: [] })
  })

  it('is for the customer’s own, with a key that may write credentials', async () => {
    const { id } = (await post(body(await authority.issue({ passTypeId })))).json()
    const other = await accounts.newCustomer()
    expect((await check(id, (await accounts.makeKey({ customerId: other.id })).authorization)).statusCode).toBe(404)
    expect((await check(id, (await accounts.makeKey({ scopes: ['credentials:read'] })).authorization)).statusCode).toBe(
      403,
    )
  })
})
