import { openVirtualGoogle, type VirtualGoogle } from '@billfold/simulator'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { publishCoffee } from '../testing/coffee.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

/** For what the server does after its answer. */
const patience = { timeout: 60_000 }

let google: VirtualGoogle
let server: TestServer
let issuerId: string
let campaign: string

beforeAll(async () => {
  google = await openVirtualGoogle({ clock: systemClock })
  server = await openTestServer({
    BILLFOLD_GOOGLE_API_URL: google.apiUrl,
    BILLFOLD_GOOGLE_TOKEN_URL: google.tokenUrl,
    BILLFOLD_GOOGLE_SAVE_URL: google.saveUrl,
    BILLFOLD_GOOGLE_ROOT_KEYS_URL: google.rootKeysUrl,
  })
  const created = await google.createIssuer()
  issuerId = created.issuerId
  const keyFile = await server.write('key.json', created.serviceAccountKey)
  const wallet = await billfold('wallet', 'add', '--google-key', keyFile, '--issuer', issuerId, '--json')
  campaign = await publishCoffee(server, { googleConfigurationId: wallet.json<{ id: string }>().id })
  const isTaken = /^Google state +Google has taken it\. Google has revision 1\.$/m
  await vi.waitFor(async () => expect(await show()).toMatch(isTaken), patience)
})
afterAll(async () => {
  await server.close()
  await google.close()
})

const show = async () => (await billfold('campaign', 'show', campaign)).stdout
const billfold = (...argv: string[]) => server.billfold(argv)
const phone = (verb: string, ...argv: string[]) => billfold('phone', verb, ...argv, '--google', google.apiUrl)
const link = async (contact: string) =>
  (await billfold('link', 'create', campaign, contact, '--token', 'contact.firstName=Ada')).stdout.trim()
/** Saves a contact's pass on an Android phone of its own. */
const add = async (contact: string) => phone('add', await link(contact), '--android', '--phone', contact)
const passOf = async (contact: string) =>
  (await billfold('pass', 'find', '--contact', contact, '--json')).json<{
    items: readonly [{ id: string; serialNumber: string }]
  }>().items[0]

describe('billfold phone add --android', () => {
  it('taps the button of the page, saves the pass and draws it', async () => {
    const { code, stdout, stderr } = await add('ada')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.startsWith('→'))).toEqual([
      expect.stringMatching(/^→ GET \/api\/pass\/create\/eyJ\w{5}… 200$/),
      expect.stringMatching(/^→ GET \/api\/pass\/create\/eyJ\w{5}… 302$/),
      expect.stringMatching(/^→ POST \/gp\/v\/save\/eyJ\w{5}… 200$/),
      '→ GET /wallets/ada%40example.com 200',
    ])
    const { serialNumber } = await passOf('ada')
    expect(stdout).toMatch(new RegExp(`^The pass is saved: ${serialNumber}$`, 'm'))
    expect(stdout).toMatch(/^│ Example Coffee +│\n│ Coffee card +│$/m)
  })

  it('is one JSON document for scripts', async () => {
    expect((await phone('add', await link('json'), '--android', '--phone', 'json', '--json')).json()).toMatchObject({
      passes: [{ objectId: expect.stringMatching(/^\d+\.\w{26}$/), state: 'ACTIVE' }],
      steps: expect.arrayContaining([expect.objectContaining({ kind: 'request', method: 'POST', outcome: 200 })]),
      notifications: [],
    })
  })

  it('takes no files', async () => {
    const refused = await phone('add', 'ada.pkpass', '--android')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('adds passes by their links')])
  })

  it('says why Google does not save a pass', async () => {
    await add('first')
    const other = await phone('add', await link('first'), '--android', '--phone', 'other')
    expect(other.code).toBe(1)
    expect(other.stderr).toContain('another user')
  })

  it('needs a Google, which the demo on the same data folder has', async () => {
    const refused = await billfold('phone', 'list', '--android')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('billfold serve --demo')])
    const unreachable = await billfold('phone', 'refresh', '--android', '--google', 'http://127.0.0.1:1')
    expect([unreachable.code, unreachable.stderr]).toEqual([1, expect.stringMatching(/^Error: .*Google/)])
  })
})

describe('billfold phone, with an Android phone', () => {
  it('refresh gets what has changed and shows its notification; log keeps it', async () => {
    await add('refresh')
    const { id, serialNumber } = await passOf('refresh')
    await billfold('pass', 'set', id, '--token', 'contact.points=130')
    const refreshed: string[] = []
    const refresh = async () => {
      refreshed.push((await phone('refresh', '--phone', 'refresh')).stdout)
      return refreshed.join('')
    }
    await expect.poll(refresh, patience).toContain('Now 130 points')
    expect(refreshed.join('')).toContain(`Pass ${serialNumber} is updated.\n`)
    await expect
      .poll(async () => (await phone('refresh', '--phone', 'refresh')).stdout, patience)
      .toMatch(/\nNothing has changed\.\n$/)
    const log = await phone('log', '--phone', 'refresh')
    expect(log.stdout).toMatch(/notification +.*Now 130 points/)
  })

  it('list and show tell what is on it, by its serial number or Google’s id', async () => {
    await add('show')
    const { serialNumber } = await passOf('show')
    expect((await phone('list', '--phone', 'show')).stdout).toMatch(
      new RegExp(`^${serialNumber} +Example Coffee +Coffee card +active$`, 'm'),
    )
    const shown = await phone('show', serialNumber, '--phone', 'show')
    const [, objectId = ''] = /^Object +(\S+)$/m.exec(shown.stdout) ?? []
    expect(objectId).toMatch(new RegExp(`^\\d+\\.${serialNumber}$`))
    expect(shown.stdout).toMatch(new RegExp(`^Class +\\d+\\.${campaign}$`, 'm'))
    expect((await phone('show', objectId, '--phone', 'show', '--json')).json()).toMatchObject({ objectId })
    const unknown = await phone('show', 'nope', '--phone', 'show')
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining(`Passes on it: ${objectId}`)])
  })

  it('remove takes it off and tells Google, or says that Google was not told', async () => {
    for (const contact of ['remove', 'away']) await add(contact)
    const removed = await phone('remove', (await passOf('remove')).serialNumber, '--phone', 'remove')
    expect([removed.code, removed.stdout]).toEqual([0, expect.stringMatching(/^The pass is removed\.$/m)])
    expect((await phone('list', '--phone', 'remove')).stdout).toMatch(/^The phone remove holds no passes/)
    const untold = await billfold(
      'phone',
      'remove',
      (await passOf('away')).serialNumber,
      '--phone',
      'away',
      '--google',
      'http://127.0.0.1:1',
    )
    expect([untold.code, untold.stdout]).toEqual([1, expect.stringContaining('refresh tells it again')])
    expect((await phone('refresh', '--phone', 'away')).stdout).toMatch(/^→ DELETE .* 200$/m)
  })

  it('a phone stays what it is', async () => {
    await add('android-one')
    const taken = await billfold('phone', 'add', await link('android-one'), '--phone', 'android-one')
    // Without --android, but the phone is one: it needs its Google.
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('needs a virtual Google')])
    await billfold('phone', 'list', '--phone', 'iphone-one')
    const refused = await phone('list', '--phone', 'iphone-one', '--android')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('The phone iphone-one is an iPhone.')])
  })
})

describe('what the commands about passes and campaigns say of Google', () => {
  it('doctor and timeline tell its story', async () => {
    await add('story')
    const { id, serialNumber } = await passOf('story')
    const told = async () => (await billfold('pass', 'timeline', id)).stdout
    await expect.poll(told, patience).toMatch(/event .* Google says that the pass was saved/)
    await expect
      .poll(async () => (await billfold('doctor', 'pass', serialNumber)).stdout, patience)
      .toBe(
        '✓ Google Wallet  Google has the present version, and brings it to the phones of its holders.\n' +
          '  Nothing is to be done. A phone without network shows it when it has some.\n',
      )
    expect(await told()).toMatch(/googleUpdate +Google took an update/)
  })

  it('campaign show says what Google has, and what keeps it from having more', async () => {
    await add('waits')
    const { id } = await passOf('waits')
    await expect.poll(show, patience).toMatch(/^Google passes +\d+$/m)
    google.script({ kind: 'issuer', issuerId, invited: false })
    await billfold('pass', 'set', id, '--token', 'contact.points=7')
    await expect
      .poll(show, patience)
      .toMatch(
        /^Google passes +\d+, 1 not up to date yet: until somebody acts\nGoogle fault +.* \(since 20\S+Z, again at 20\S+Z\)$/m,
      )
  })
})
