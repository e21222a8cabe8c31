import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestAccounts, type TestAccounts } from '../accounts/testing.ts'
import { callbackToken, openCallbackTokens } from './callback-token.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { CredentialDeps } from './deps.ts'
import { type GoogleAccounts, openGoogleAccounts } from './google-accounts.ts'
import { openIdentities } from './identities.ts'
import { credentialRoutes } from './routes.ts'
import { selectWalletConfiguration } from './store.ts'
import { serviceAccountFile } from './testing.ts'
import { openWalletDirectory } from './wallet-directory.ts'

const url = '/api/wallet-configurations'
let accounts: TestAccounts
let google: VirtualGoogle
/** How far Google's clock is ahead of ours. */
let googleIsAheadMs = 0
let googleAccounts: GoogleAccounts
let authorization: string
let deps: CredentialDeps
/** An issuer to which its service account is invited. */
let issuerId: string
let serviceAccount: object

beforeAll(async () => {
  accounts = await openTestAccounts()
  const { core, database, keys, clock } = accounts
  const { db } = database
  const googlesClock = { now: () => new Date(clock.now().getTime() + googleIsAheadMs) }
  google = await openVirtualGoogle({ clock: googlesClock, requestsPerSecond: null })
  const places = { googleApiUrl: google.apiUrl, googleTokenUrl: google.tokenUrl }
  googleAccounts = openGoogleAccounts({ db, keys, clock, tokenUrl: google.tokenUrl })
  const walletDirectory = await openWalletDirectory({ db, keys, clock })
  const stores = { identities: openIdentities({ db, keys, clock }), googleAccounts, walletDirectory }
  deps = { core, ...stores, ...places, allowTestWallets: true }
  credentialRoutes(accounts.app, deps)
  authorization = (await accounts.makeKey()).authorization
})
afterAll(async () => {
  await accounts.close()
  await google.close()
})
beforeEach(async () => {
  google.script({ kind: 'reset' })
  googleIsAheadMs = 0
  const created = await google.createIssuer({ name: 'Museum of Tests' })
  issuerId = created.issuerId
  serviceAccount = created.serviceAccountKey
})

const post = (payload: object | string, as = authorization) =>
  accounts.app.inject({
    method: 'POST',
    url,
    headers: { authorization: as, 'content-type': 'application/json' },
    payload,
  })
const body = (other: object = {}) => ({ wallet: 'google', name: 'Museum', issuerId, serviceAccount, ...other })
const get = (path = '', as = authorization) => accounts.app.inject({ url: url + path, headers: { authorization: as } })
const check = (id: string, as = authorization) =>
  accounts.app.inject({ method: 'POST', url: `${url}/${id}/check`, headers: { authorization: as } })
const codes = (answer: Awaited<ReturnType<typeof post>>) =>
  answer.json().warnings.map(({ code }: { code: string }) => code)
const faults = (answer: Awaited<ReturnType<typeof post>>) =>
  answer.json().errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
const stored = async () =>
  (await get()).json().items.filter((item: { issuerId?: string }) => item.issuerId === issuerId)
const written = () =>
  accounts.database.db
    .selectFrom('log_unnumbered')
    .select(['type', 'audit', 'visible', 'data'])
    .orderBy('seq')
    .execute()
const emailOf = (file: object) => (file as { client_email: string }).client_email

describe('POST /api/wallet-configurations with a service account', () => {
  it('tries it at Google and stores it, ready to be used at once', async () => {
    const answer = await post(body())
    expect(answer.statusCode).toBe(201)
    const now = accounts.clock.now().toISOString()
    const { warnings, ...open } = answer.json()
    expect(open).toEqual({
      id: expect.stringMatching(/^wal_/),
      wallet: 'google',
      name: 'Museum',
      organizationName: 'Museum of Tests',
      issuerId,
      serviceAccountEmail: emailOf(serviceAccount),
      checkedAt: now,
      createdAt: now,
      modifiedAt: now,
    })
    const asked = google.received().map(({ method, path }) => `${method} ${path}`)
    expect(asked.slice(-2)).toEqual(
      ['issuer', 'permissions'].map((resource) => `GET /walletobjects/v1/${resource}/${issuerId}`),
    )
    const account = await googleAccounts.byConfiguration(accounts.customer.id, open.id)
    expect(account).toMatchObject({ issuerId, serviceAccount: { clientEmail: open.serviceAccountEmail } })
    const owner = { customerId: accounts.customer.id, configurationId: open.id }
    const token = callbackToken(accounts.keys, owner.customerId, owner.configurationId)
    expect(await openCallbackTokens(accounts)(token)).toEqual(owner)
    expect((await get(`/${open.id}`)).json()).toEqual({ ...open, warnings: [] })
  })

  it('says once that issuers begin in demo mode, which Google does not tell', async () => {
    const first = await post(body())
    expect(codes(first)).toEqual(['maybe_demo_mode'])
    expect(first.json().warnings[0].message).toContain('[TEST ONLY]')
    expect(codes(await post(body()))).toEqual([])
    expect(codes(await get(`/${first.json().id}`))).toEqual([])
  })

  it('takes the key file as its text too', async () => {
    expect((await post(body({ serviceAccount: JSON.stringify(serviceAccount, null, 2) }))).statusCode).toBe(201)
  })

  it('gives an issuer that is stored already the new account, which counts at once', async () => {
    const first = (await post(body())).json()
    const before = await googleAccounts.byConfiguration(accounts.customer.id, first.id)
    accounts.clock.turn(1000)
    const another = await google.createKey(issuerId)
    const answer = await post(body({ name: 'Renewed', serviceAccount: another }))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      id: first.id,
      name: 'Renewed',
      serviceAccountEmail: another.client_email,
      createdAt: first.createdAt,
      modifiedAt: accounts.clock.now().toISOString(),
    })
    const after = await googleAccounts.byConfiguration(accounts.customer.id, first.id)
    expect(after).not.toBe(before)
    expect(after.serviceAccount.privateKeyId).toBe(another.private_key_id)
    expect(await stored()).toHaveLength(1)
  })

  it('calls a configuration by its issuer if nobody names it, and keeps its name when it is renewed', async () => {
    const names: string[] = []
    for (const name of [undefined, 'Museum', undefined]) names.push((await post(body({ name }))).json().name)
    expect(names).toEqual([issuerId, 'Museum', 'Museum'])
  })

  it('writes to the audit trail who stored which account, and wakes the sequencer', async () => {
    const key = await accounts.makeKey()
    const { id } = (await post(body(), key.authorization)).json()
    expect((await written()).at(-1)).toEqual({
      type: 'wallet.configured',
      audit: true,
      visible: false,
      data: {
        walletConfigurationId: id,
        wallet: 'google',
        issuerId,
        serviceAccountEmail: emailOf(serviceAccount),
        renewed: false,
        by: key.id,
      },
    })
    expect(accounts.woken.at(-1)).toBe(accounts.customer.id)
  })

  it('seals the key file and never answers or logs a part of it', async () => {
    const answer = await post(body())
    const row = await selectWalletConfiguration(accounts.database.db, accounts.customer.id, answer.json().id)
    const { private_key: key, private_key_id: keyId } = serviceAccount as {
      private_key: string
      private_key_id: string
    }
    expect(row.sealed.toString('latin1')).not.toMatch(/PRIVATE KEY|client_email/)
    const refused = await post(body({ serviceAccount: { ...serviceAccount, client_email: 'nobody' } }))
    expect(refused.statusCode).toBe(400)
    const seen = [answer.body, refused.body, (await get()).body, JSON.stringify(await written()), ...accounts.logged]
    for (const secret of [...key.split('\n').slice(1, 3), keyId]) expect(seen.join('\n')).not.toContain(secret)
  })

  it('names every fault of issuer id, name and key file at once', async () => {
    const answer = await post({
      wallet: 'google',
      name: '',
      issuerId: '1234-abc.apps.googleusercontent.com',
      serviceAccount: { ...serviceAccount, client_email: 'nobody', private_key: 'x' },
      certificate: 'x',
    })
    expect(answer.statusCode).toBe(400)
    expect(faults(answer).sort()).toEqual([
      '/certificate unknown',
      '/issuerId pattern',
      '/name minLength',
      '/serviceAccount/client_email account_email_invalid',
      '/serviceAccount/private_key private_key_unreadable',
    ])
    expect(google.received().every(({ path }) => !path.includes('1234-abc'))).toBe(true)
  })

  it.each([
    ['no issuer id', { issuerId: undefined }, ['/issuerId missing']],
    [
      'an issuer id as a number, which JSON would round',
      { issuerId: Number('3388000000022123456') },
      ['/issuerId type'],
    ],
    ['a merchant id', { issuerId: 'BCR2DN4TR6ZKH4XC' }, ['/issuerId pattern']],
    ['an e-mail address', { issuerId: 'billfold@acme.iam.gserviceaccount.com' }, ['/issuerId pattern']],
    ['a number that no issuer can have', { issuerId: '33880000000221234567' }, ['/issuerId pattern']],
    ['no key file', { serviceAccount: undefined }, ['/serviceAccount missing']],
    ['a key file that is a number', { serviceAccount: 1 }, ['/serviceAccount type']],
    ['an empty key file', { serviceAccount: '' }, ['/serviceAccount account_not_json']],
    ['far more than a key file', { serviceAccount: ' '.repeat(70_000) }, ['/serviceAccount too_large']],
    ['an OAuth client', { serviceAccount: { web: { client_id: 'x' } } }, ['/serviceAccount account_is_oauth_client']],
    ['an API key', { serviceAccount: `AIza${'x'.repeat(35)}` }, ['/serviceAccount account_not_json']],
    ['a person', { serviceAccount: { type: 'authorized_user' } }, ['/serviceAccount/type account_type_wrong']],
  ])('refuses %s', async (_, other, expected) => {
    const answer = await post(body(other))
    expect(answer.statusCode).toBe(400)
    expect(faults(answer)).toEqual(expected)
  })

  it.each(['null', '[]', '1', '{"wallet":"google"}'])('refuses the body %s', async (text) => {
    expect((await post(text)).statusCode).toBe(400)
  })

  it('needs a key that may write credentials', async () => {
    const { authorization: reads } = await accounts.makeKey({ scopes: ['credentials:read'] })
    expect((await post(body(), reads)).statusCode).toBe(403)
  })
})

describe('what Google refuses is not stored, and it is said what to do', () => {
  /** The refusal, after which nothing has changed. */
  async function refusal(other: object = {}) {
    const before = (await written()).length
    const answer = await post(body(other))
    expect(answer.statusCode).toBe(422)
    expect(await stored()).toEqual([])
    expect(await written()).toHaveLength(before)
    return answer.json()
  }

  it('an account that is not invited', async () => {
    google.script({ kind: 'issuer', issuerId, invited: false })
    const { code, detail, hint } = await refusal()
    expect(code).toBe('google_not_invited')
    expect(detail).toMatch(
      new RegExp(`${emailOf(serviceAccount)} may not act for the issuer ${issuerId}.*Permission denied`),
    )
    expect(hint).toMatch(new RegExp(`Users → Invite a user, enter ${emailOf(serviceAccount)} .*Developer`))
  })

  it('an issuer that is another’s or none, when the account has one of its own', async () => {
    const right = issuerId
    issuerId = '3388000000022999999'
    const { code, detail } = await refusal()
    expect(code).toBe('google_issuer_wrong')
    expect(detail).toContain(`The account may act for ${right} (Museum of Tests).`)
  })

  it('a project without the API', async () => {
    google.script({ kind: 'issuer', issuerId, apiEnabled: false })
    const { code, detail, hint } = await refusal()
    expect(code).toBe('google_api_disabled')
    expect(detail).toContain('Google says: Google Wallet API has not been used in project')
    expect(hint).toContain('APIs & Services → Library → Google Wallet API')
  })

  it('a key that Google does not know', async () => {
    const foreign = serviceAccountFile(emailOf(serviceAccount))
    const { code, hint } = await refusal({ serviceAccount: { ...serviceAccount, private_key: foreign.private_key } })
    expect(code).toBe('google_key_refused')
    expect(hint).toContain('Add key')
  })

  it('an account that Google does not know', async () => {
    expect(await refusal({ serviceAccount: serviceAccountFile() })).toMatchObject({ code: 'google_key_refused' })
  })

  it('the times of a machine whose clock is wrong', async () => {
    googleIsAheadMs = -2 * 3_600_000
    expect(await refusal()).toMatchObject({ code: 'google_clock_wrong', hint: expect.stringContaining('NTP') })
  })

  it('and a renewal that Google refuses leaves the old key in force', async () => {
    const { id, modifiedAt } = (await post(body())).json()
    accounts.clock.turn(1000)
    const answer = await post(body({ serviceAccount: serviceAccountFile() }))
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'google_key_refused'])
    expect((await get(`/${id}`)).json()).toMatchObject({ modifiedAt, serviceAccountEmail: emailOf(serviceAccount) })
  })

  it('an issuer of another customer, whom it does not name', async () => {
    await post(body())
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    const answer = await post(body(), theirs)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict'])
    expect(answer.json().detail).toContain(issuerId)
    expect(answer.body).not.toContain(accounts.customer.id)
    expect((await get('', theirs)).json().items).toEqual([])
  })

  it('of two customers who store one issuer at once, one of them', async () => {
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    const answers = await Promise.all([post(body()), post(body(), theirs)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
  })

  it('but one customer who stores it twice at once has it once', async () => {
    const answers = await Promise.all([post(body()), post(body())])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 201])
    expect(await stored()).toHaveLength(1)
  })
})

describe('when Google cannot be reached', () => {
  it('the account is stored, marked as unchecked until Google was asked', async () => {
    google.script({ kind: 'away', forMs: 60_000 })
    const answer = await post(body())
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({ checkedAt: null, organizationName: null })
    expect(codes(answer)).toEqual(['unchecked', 'maybe_demo_mode'])
    const { id } = answer.json()
    expect(codes(await get(`/${id}`))).toEqual(['unchecked'])
    google.script({ kind: 'reset' })
    const checked = (await check(id)).json()
    expect(checked).toMatchObject({ organizationName: 'Museum of Tests', warnings: [] })
    expect(checked.checkedAt).toBe(accounts.clock.now().toISOString())
  })

  it('a renewal keeps what Google has called the issuer before', async () => {
    await post(body())
    google.script({ kind: 'away', forMs: 60_000 })
    const answer = await post(body())
    expect(answer.json()).toMatchObject({ checkedAt: null, organizationName: 'Museum of Tests' })
    expect(codes(answer)).toEqual(['unchecked'])
  })

  it('an API that is out of order is no reason to refuse either', async () => {
    google.script({ kind: 'answer', status: 503, path: '/walletobjects/v1/issuer', times: 'always' })
    const answer = await post(body())
    expect([answer.statusCode, codes(answer)]).toEqual([201, ['unchecked', 'maybe_demo_mode']])
  })
})

describe('POST /api/wallet-configurations/:id/check', () => {
  let id: string
  beforeEach(async () => {
    id = (await post(body())).json().id
    accounts.clock.turn(1000)
  })

  it('keeps what Google has found until it finds otherwise, and changes nothing else', async () => {
    const before = (await get(`/${id}`)).json()
    google.script({ kind: 'issuer', issuerId, invited: false })
    const refused = await check(id)
    expect(refused.statusCode).toBe(200)
    const found = { checkedAt: accounts.clock.now().toISOString(), warnings: refused.json().warnings }
    expect(refused.json()).toEqual({ ...before, ...found })
    expect(codes(refused)).toEqual(['google_not_invited'])
    expect((await get(`/${id}`)).json()).toEqual(refused.json())
    expect((await stored())[0]).toEqual(refused.json())
    google.script({ kind: 'issuer', issuerId, invited: true })
    expect(codes(await check(id))).toEqual([])
    expect((await get(`/${id}`)).json()).toEqual({ ...before, checkedAt: found.checkedAt })
  })

  it('says that Google cannot be asked, and keeps what was found before', async () => {
    google.script({ kind: 'issuer', issuerId, apiEnabled: false })
    const { checkedAt } = (await check(id)).json()
    accounts.clock.turn(1000)
    google.script({ kind: 'away', forMs: 60_000 })
    const answer = await check(id)
    expect(codes(answer)).toEqual(['google_api_disabled', 'unanswered'])
    expect(answer.json().checkedAt).toBe(checkedAt)
  })

  it('says of an account of a virtual Google that it is not for Google itself, and keeps from asking', async () => {
    const { database, keys, clock, customer } = accounts
    const googleAccounts = openGoogleAccounts({ db: database.db, keys, clock, tokenUrl: undefined })
    const elsewhere = { ...deps, googleAccounts, googleApiUrl: undefined, googleTokenUrl: undefined }
    const { warnings } = await checkConfiguration(elsewhere, customer.id, id)
    expect(warnings).toMatchObject([{ code: 'test_account', fix: expect.stringContaining('BILLFOLD_GOOGLE_API_URL') }])
  })

  it('renewing the account takes back what was found of the old one', async () => {
    google.script({ kind: 'issuer', issuerId, invited: false })
    await check(id)
    google.script({ kind: 'issuer', issuerId, invited: true })
    expect(codes(await post(body()))).toEqual([])
    expect(codes(await get(`/${id}`))).toEqual([])
  })

  it('is for the customer’s own, with a key that may write credentials', async () => {
    const other = await accounts.newCustomer()
    const { authorization: theirs } = await accounts.makeKey({ customerId: other.id })
    expect((await check(id, theirs)).statusCode).toBe(404)
    expect((await check('wal_unknown')).statusCode).toBe(404)
    const { authorization: reads } = await accounts.makeKey({ scopes: ['credentials:read'] })
    expect((await check(id, reads)).statusCode).toBe(403)
  })
})
