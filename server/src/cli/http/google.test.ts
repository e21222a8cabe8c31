import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { coffeeDraft } from '../testing/coffee.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

let google: VirtualGoogle
let server: TestServer
/** An issuer with the file of a key that may act for it. */
let issuerId: string
let keyFile: string
let email: string

beforeAll(async () => {
  google = await openVirtualGoogle({ clock: systemClock, requestsPerSecond: null })
  server = await openTestServer({ BILLFOLD_GOOGLE_API_URL: google.apiUrl, BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl })
})
afterAll(async () => {
  await server.close()
  await google.close()
})
beforeEach(async () => {
  google.script({ kind: 'reset' })
  const created = await google.createIssuer({ name: 'Example Coffee' })
  issuerId = created.issuerId
  email = created.serviceAccountKey.client_email
  keyFile = await server.write('example-key.json', created.serviceAccountKey)
})

const billfold = (...argv: string[]) => server.billfold(argv)
const add = (...more: string[]) => billfold('wallet', 'add', '--google-key', keyFile, '--issuer', issuerId, ...more)
const addedId = async () => (await add('--json')).json<{ id: string }>().id

describe('billfold wallet, for Google', () => {
  it('stores a service account that Google lets act for the issuer, and renews it', async () => {
    const stored = await add('--name', 'Coffee')
    expect(stored).toMatchObject({ code: 0, stderr: '' })
    expect(stored.stdout).toMatch(/^The service account is stored\.\n/)
    expect(stored.stdout).toMatch(new RegExp(`^Issuer +${issuerId} \\(Example Coffee\\)$`, 'm'))
    expect(stored.stdout).toMatch(new RegExp(`^Service account +${email}$`, 'm'))
    expect(stored.stdout).toMatch(/^ {2}Coffee – Every issuer begins in demo mode/m)
    const renewed = await add()
    expect(renewed.stdout).toMatch(/^The service account is renewed\.\n/)
    expect(renewed.stdout).toMatch(/^Name +Coffee$/m)
    expect(renewed.stdout).not.toContain('demo mode')
  })

  it('lists it beside certificates, and shows it', async () => {
    const id = await addedId()
    await billfold('wallet', 'add', '--certificate', server.certificates.bundle, '--name', 'Apple')
    const { stdout } = await billfold('wallet', 'list')
    expect(stdout).toMatch(new RegExp(`^${id} +${issuerId} +${issuerId} +${email} +–$`, 'm'))
    expect(stdout).toMatch(/^wal_\w+ +Apple +pass\.com\.example\.coffee +ABCDE12345 +36\d$/m)
    const shown = await billfold('wallet', 'show', id)
    expect(shown.stdout).toMatch(/^Checked +20\d\d-.*Z$/m)
    expect((await billfold('wallet', 'show', id, '--json')).json()).toMatchObject({ id, issuerId, wallet: 'google' })
  })

  it('says what to click when Google refuses, and stores nothing', async () => {
    google.script({ kind: 'issuer', issuerId, invited: false })
    const refused = await add()
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(new RegExp(`^Error: ${email} may not act for the issuer ${issuerId}\\.`))
    expect(refused.stderr).toMatch(new RegExp(`^Hint: .*Invite a user, enter ${email}`, 'm'))
    expect((await billfold('wallet', 'list')).stdout).not.toContain(issuerId)
  })

  it('checks what is stored, and ends with 1 as long as it is not good', async () => {
    const id = await addedId()
    expect(await billfold('wallet', 'check', id)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The credentials are good\.\n/),
    })
    google.script({ kind: 'issuer', issuerId, apiEnabled: false })
    const refused = await billfold('wallet', 'check', id)
    expect(refused).toMatchObject({ code: 1, stderr: '' })
    expect(refused.stdout).toMatch(/^There are problems\.\n/)
    expect(refused.stdout).toMatch(/^ {2}\d+ – The Google Wallet API is not enabled .* click Enable/m)
    expect((await billfold('wallet', 'list')).stdout).toContain('click Enable')
    expect((await billfold('wallet', 'check', 'wal_unknown')).stderr).toContain('There is no wallet configuration')
  })

  it('names the option that is at fault, and what was given instead of a key file', async () => {
    const file = await server.write('client.json', { web: { client_id: 'x' } })
    const refused = await billfold('wallet', 'add', '--google-key', file, '--issuer', 'BCR2DN4TR6ZKH4XC')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/^ {2}--google-key – It is the file of an OAuth client id\./m)
    expect(refused.stderr).toMatch(/^ {2}--issuer – .*digits only/m)
    expect(refused.stderr).not.toMatch(/^ {2}\//m)
    const broken = await server.write('broken.json', { type: 'service_account', client_email: email, private_key: 'x' })
    const unreadable = await billfold('wallet', 'add', '--google-key', broken, '--issuer', issuerId)
    expect(unreadable.stderr).toMatch(/^ {2}--google-key – It cannot be read as a private key/m)
    await writeFile(join(server.folder, 'empty.json'), '')
    const empty = await billfold('wallet', 'add', '--google-key', 'empty.json', '--issuer', issuerId)
    expect(empty.stderr).toMatch(/^ {2}--google-key – It is empty\./m)
  })

  it('names a .p12 file for what it is', async () => {
    const refused = await billfold('wallet', 'add', '--google-key', server.certificates.pkcs12, '--issuer', issuerId)
    expect(refused.stderr).toMatch(/^ {2}--google-key – It is a PKCS#12 file/m)
  })

  it.each([
    [['--issuer', '1'], '--google-key and --issuer go together'],
    [['--google-key', 'example-key.json'], '--google-key and --issuer go together'],
    [['--google-key', 'example-key.json', '--issuer', '1', '--p12', 'x'], 'Credentials for two wallets are named'],
    [['--google-key', 'no.json', '--issuer', '1'], 'no.json cannot be read'],
    [[], 'No credentials are named'],
  ] as const)('needs to be told all of it: %j', async (argv, message) => {
    const refused = await billfold('wallet', 'add', ...argv)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

describe('billfold campaign, for Google', () => {
  let campaignFile: string
  let googleConfigurationId: string
  beforeEach(async () => {
    const apple = await billfold('wallet', 'add', '--certificate', server.certificates.bundle, '--json')
    const walletConfigurationId = apple.json<{ id: string }>().id
    campaignFile = await server.write('coffee.json', { name: 'Coffee', kind: 'loyalty', walletConfigurationId })
    googleConfigurationId = await addedId()
  })
  const create = async (...more: string[]) =>
    (await billfold('campaign', 'create', campaignFile, ...more, '--json')).json<{ id: string }>().id

  it('is created with Google’s credentials, which it shows', async () => {
    const id = await create('--google', googleConfigurationId)
    expect((await billfold('campaign', 'show', id)).stdout).toMatch(
      new RegExp(`^Google Wallet +${googleConfigurationId}$`, 'm'),
    )
    const without = await create()
    expect((await billfold('campaign', 'show', without)).stdout).toMatch(/^Google Wallet +no passes$/m)
  })

  it('is renamed and set up later', async () => {
    const id = await create()
    const updated = await billfold('campaign', 'update', id, '--name', 'Tea', '--google', googleConfigurationId)
    expect(updated).toMatchObject({ code: 0, stderr: '' })
    expect(updated.stdout).toMatch(/^Name +Tea$/m)
    const allowed = await billfold('campaign', 'update', id, '--google-personal-links', '--json')
    expect(allowed.json()).toMatchObject({ name: 'Tea', googleConfigurationId, googlePersonalInLinks: true })
    const neither = await billfold('campaign', 'update', id, '--no-google', '--no-google-personal-links', '--json')
    expect(neither.json()).toMatchObject({ googleConfigurationId: null, googlePersonalInLinks: false })
  })

  it('says what is wrong', async () => {
    const id = await create()
    expect(await billfold('campaign', 'update', id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No change is named'),
    })
    const unknown = await billfold('campaign', 'update', id, '--google', 'wal_unknown')
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/is no wallet configuration .* Google Wallet/),
    ])
  })

  it('says what Google Wallet cannot show wherever the draft is shown, kept or published', async () => {
    const icon = sharp({ create: { width: 87, height: 87, channels: 3, background: '#5a3214' } })
    await icon.png().toFile(join(server.folder, 'icon.png'))
    const asset = await billfold('asset', 'upload', 'icon.png', '--json')
    const draft = coffeeDraft(asset.json<{ id: string }>().id)
    const lossy = { ...draft, content: { ...draft.content, colors: { foreground: '#ffffff' } } }
    const file = await server.write('lossy.json', lossy)
    const id = await create('--google', googleConfigurationId)
    const report = [
      'Google Wallet cannot show all of it: 1 loss.',
      '  /content/colors/foreground – Google chooses the colour of texts itself, by the background.',
    ].join('\n')
    for (const argv of [
      ['draft', id, file],
      ['show', id],
      ['preview', id],
      ['publish', id],
    ]) {
      const { code, stdout } = await billfold('campaign', ...argv)
      expect([argv[0], code, stdout]).toEqual([argv[0], 0, expect.stringContaining(report)])
    }
    const again = await billfold('campaign', 'publish', id, '--accept-google-losses', '--json')
    expect(again.json()).toMatchObject({ revision: 1, losses: [{ code: 'text_color' }] })
  })
})
