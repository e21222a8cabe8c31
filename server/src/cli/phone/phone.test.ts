import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishCoffee } from '../testing/coffee.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

/** For what the server does after its answer. */
const patience = { timeout: 60_000 }

let server: TestServer
let campaign: string

beforeAll(async () => {
  server = await openTestServer()
  campaign = await publishCoffee(server)
})
afterAll(() => server.close())

const billfold = (...argv: string[]) => server.billfold(argv)
const link = async (contact: string, name = 'Ada') =>
  (await billfold('link', 'create', campaign, contact, '--token', `contact.firstName=${name}`)).stdout.trim()
/** Adds a contact's pass to a phone of its own. */
const add = async (contact: string) =>
  billfold('phone', 'add', await link(contact), '--phone', contact, '--root', server.certificates.root)
const serialOf = async (phone: string) =>
  (await billfold('phone', 'list', '--phone', phone, '--json')).json<{ items: { serialNumber: string }[] }>().items[0]
    ?.serialNumber ?? ''

describe('billfold phone add', () => {
  it('tells what the phone does, shows the welcome on the lock screen and draws the pass', async () => {
    const { code, stdout, stderr } = await add('ada')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const steps = stdout.split('\n').filter((line) => line.startsWith('→'))
    expect(steps).toEqual([
      expect.stringMatching(/^→ GET \/api\/pass\/create\/eyJ\w{5}… 200$/),
      expect.stringMatching(/^→ POST \/v1\/devices\/\w{8}…\/registrations\/pass\.com\.example\.coffee\/\w{8}… 201$/),
      expect.stringMatching(/^→ GET \/v1\/devices\/\w{8}…\/registrations\/pass\.com\.example\.coffee 200$/),
      expect.stringMatching(/^→ GET \/v1\/passes\/pass\.com\.example\.coffee\/\w{8}… 200$/),
    ])
    expect(stdout).toContain(
      '│ Example Coffee                                 │\n│ Welcome, Ada!                                  │\n╰',
    )
    expect(stdout).toContain(
      '│ HOLDER                                         │\n│ Ada                                            │\n',
    )
    expect(stdout).toMatch(/^The pass is added: \w{26}$/m)
  })

  it('takes a file, and puts the pass in the place of the one that was there', async () => {
    await add('grace')
    const { id } = (await billfold('pass', 'issue', campaign, 'grace', '--json')).json<{ id: string }>()
    await billfold('pass', 'download', id, '-o', 'grace.pkpass')
    const again = await billfold('phone', 'add', 'grace.pkpass', '--phone', 'grace', '--root', server.certificates.root)
    expect(again.code).toBe(0)
    expect(again.stdout).toMatch(/^The pass takes the place of the one that was there: /m)
  })

  it('is one JSON document for scripts', async () => {
    const argv = ['phone', 'add', await link('json'), '--phone', 'json', '--root', server.certificates.root, '--json']
    expect((await server.billfold(argv)).json()).toMatchObject({
      pass: { organizationName: 'Example Coffee', registered: true },
      replaced: false,
      steps: expect.arrayContaining([expect.objectContaining({ kind: 'request', method: 'POST', outcome: 201 })]),
      lockScreen: [expect.objectContaining({ text: 'Welcome, Ada!' })],
    })
  })

  it('refuses a pass whose root it does not trust, and says how it would', async () => {
    const { code, stdout, stderr } = await billfold('phone', 'add', await link('stranger'), '--phone', 'stranger')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^→ GET .* 200\n$/)
    expect(stderr).toMatch(/^Error: Wallet refuses this pass:\n {2}signature – .*\nHint: .*--root/)
    expect((await billfold('phone', 'list', '--phone', 'stranger')).stdout).toMatch(
      /^The phone stranger holds no passes/,
    )
  })

  it('says what a link led to instead of a pass', async () => {
    const { code, stderr } = await billfold('phone', 'add', `${server.url}/api/pass/create/nonsense`)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The link .* instead of a pass/)
  })

  it('cannot be used with a file that is not there, by path or as a URL', async () => {
    const stderr = (name: string) => `Error: ${name} cannot be read: there is no such file or folder.\n`
    for (const [source, name] of [
      ['nowhere.pkpass', 'nowhere.pkpass'],
      ['file:///nowhere.pkpass', '/nowhere.pkpass'],
    ] as const) {
      expect(await billfold('phone', 'add', source)).toMatchObject({ code: 2, stdout: '', stderr: stderr(name) })
    }
  })

  it('takes only names of phones that are names of folders', async () => {
    const { code, stderr } = await billfold('phone', 'list', '--phone', '../x')
    expect(code).toBe(2)
    expect(stderr).toContain('"../x" is no name of a phone.')
  })
})

describe('billfold phone', () => {
  it('refresh gets what has changed and shows it on the lock screen; log keeps it', async () => {
    await add('refresh')
    const serial = await serialOf('refresh')
    const found = await billfold('pass', 'find', '--serial', serial, '--json')
    const { id } = found.json<{ items: [{ id: string }] }>().items[0]
    await billfold('pass', 'set', id, '--token', 'contact.points=130')
    const refreshing = ['phone', 'refresh', '--phone', 'refresh', '--root', server.certificates.root]
    let stdout = ''
    await expect
      .poll(async () => (stdout = (await server.billfold(refreshing)).stdout), patience)
      .toContain('Now 130 points')
    expect(stdout).toContain(`Pass ${serial} is updated.\n`)
    // The change may have been fetched before it had its number: then it is listed once more.
    await expect
      .poll(async () => (await server.billfold(refreshing)).stdout, patience)
      .toMatch(/\nNothing has changed\.\n$/)
    const log = await billfold('phone', 'log', '--phone', 'refresh')
    expect(log.stdout).toMatch(
      /lock screen +Example Coffee: Welcome, Ada!\n.*lock screen +Example Coffee: Now 130 points/,
    )
  })

  it('list and show tell what is on it', async () => {
    await add('show')
    const serial = await serialOf('show')
    expect((await billfold('phone', 'list', '--phone', 'show')).stdout).toMatch(
      new RegExp(`^${serial} +Example Coffee +Loyalty card of Example Coffee +registered$`, 'm'),
    )
    const shown = await billfold('phone', 'show', serial, '--phone', 'show')
    expect(shown.stdout).toMatch(new RegExp(`^Web service +${server.url}$`, 'm'))
    expect(shown.stdout).toMatch(/^Lock screen \S+ +Welcome, Ada!$/m)
    const unknown = await billfold('phone', 'show', 'nope', '--phone', 'show')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain(`Hint: Passes on this phone: ${serial} (pass.com.example.coffee).`)
  })

  it('remove takes it off and tells the web service', async () => {
    await add('remove')
    const serial = await serialOf('remove')
    const removed = await billfold('phone', 'remove', serial, '--phone', 'remove')
    expect(removed.code).toBe(0)
    expect(removed.stdout).toMatch(/^→ DELETE .* 200\nThe pass is removed\.\n$/)
    expect(await serialOf('remove')).toBe('')
  })

  it('remove takes it off also when the web service is away, and says that it was not told', async () => {
    await add('away')
    const serial = await serialOf('away')
    const away = async () => {
      throw new TypeError('fetch failed')
    }
    const removed = await server.billfold(['phone', 'remove', serial, '--phone', 'away'], { fetch: away })
    expect(removed.code).toBe(1)
    expect(removed.stdout).toContain('its web service did not take that: refresh tells it again.')
    expect(await serialOf('away')).toBe('')
    const refreshed = await billfold('phone', 'refresh', '--phone', 'away')
    expect(refreshed.stdout).toMatch(/^→ DELETE .* 200$/m)
  })
})
