import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
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
const issue = async (contact: string) =>
  (await billfold('pass', 'issue', campaign, contact, '--token', 'contact.firstName=Ada', '--json')).json<{
    id: string
    serialNumber: string
  }>()

describe('billfold link create', () => {
  it('prints a link and nothing else, which opens', async () => {
    const made = await billfold(
      'link',
      'create',
      campaign,
      'ada',
      '--token',
      'contact.firstName=Ada',
      '--platform',
      'apple',
    )
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(new RegExp(`^${server.url}/api/pass/create/\\S+\\n$`))
    expect((await fetch(made.stdout.trim())).status).toBe(200)
  })

  it('makes a link for each request of a file, and says which cannot be made', async () => {
    const requests = [
      { campaignId: campaign, contactId: 'a' },
      { campaignId: campaign },
      { campaignId: campaign, contactId: 'b' },
    ]
    const file = await server.write('requests.json', { requests })
    const made = await billfold('link', 'create', '--file', file)
    expect(made.code).toBe(1)
    const lines = made.stdout.trimEnd().split('\n')
    expect(lines).toEqual([
      expect.stringMatching(/^http/),
      expect.stringMatching(/^Error: .*\/contactId/),
      expect.stringMatching(/^http/),
    ])
    const good = await server.write(
      'good.json',
      requests.filter(({ contactId }) => contactId),
    )
    const json = await billfold('link', 'create', '--file', good, '--json')
    expect(json.code).toBe(0)
    expect(json.json<{ urls: object[] }>().urls).toHaveLength(2)
  })

  it('refuses what the server refuses', async () => {
    const past = await billfold('link', 'create', campaign, 'ada', '--expires', '2020-01-01')
    expect(past.code).toBe(1)
    expect(past.stderr).toContain('  /expiresAt – ')
  })

  it.each([
    [['cam_1'], 'A link needs a campaign and a contact.'],
    [['cam_1', 'ada', '--token', 'firstName=Ada'], 'These are no tokens: firstName=Ada.'],
    [['cam_1', 'ada', '--expires', 'tomorrow'], '--expires "tomorrow" is no point in time.'],
    [['--file', 'good.json', '--expires', '2030-01-01'], '--file goes with no campaign, contact, --token or --expires'],
    [['--file', 'five.json'], 'five.json holds no requests.'],
  ])('cannot be used as %j', async (argv, message) => {
    await server.write('five.json', 5)
    const result = await billfold('link', 'create', ...argv)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain(`Error: ${message}`)
  })
})

describe('billfold pass', () => {
  it('issue makes the pass of a contact once', async () => {
    const argv = ['pass', 'issue', campaign, 'issued', '--token', 'contact.firstName=Ada']
    const made = await server.billfold(argv)
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(/^The pass is made\.\n/)
    expect(made.stdout).toMatch(/^contact\.firstName +Ada$/m)
    expect(made.stdout).toMatch(/^State +issued$/m)
    expect((await server.billfold(argv)).stdout).toMatch(/^The contact has this pass already\.\n/)
  })

  it('issue names the tokens that the campaign does not know', async () => {
    const refused = await billfold('pass', 'issue', campaign, 'x', '--token', 'contact.frstName=Ada')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/^Error: The request is not valid\.\n {2}\/contact\/frstName – .*contact\.firstName/)
  })

  it('find shows one pass whole, and several one a line', async () => {
    const { id, serialNumber } = await issue('found')
    await issue('found-too')
    expect((await billfold('pass', 'find', '--serial', serialNumber)).stdout).toMatch(new RegExp(`^Pass +${id}$`, 'm'))
    const several = await billfold('pass', 'find', '--campaign', campaign)
    expect(several.stdout).toMatch(new RegExp(`^${id} +${campaign} +found +${serialNumber} +issued$`, 'm'))
    expect(await billfold('pass', 'find', '--contact', 'nobody')).toMatchObject({
      code: 0,
      stdout: 'There is no such pass.\n',
    })
  })

  it('set changes some tokens, and removes those without a value', async () => {
    const { id } = await issue('set')
    const set = await billfold('pass', 'set', id, '--token', 'contact.points=130', '--token', 'contact.firstName')
    expect(set.stdout).toMatch(/^contact\.points +130$/m)
    expect(set.stdout).not.toContain('contact.firstName')
    const refused = await billfold('pass', 'set', id, '--token', 'contact.points=many')
    expect(refused.code).toBe(1)
    expect(refused.stderr.split('\n').slice(0, 2)).toEqual([
      'Error: The tokens do not fit the campaign.',
      '  /contact/points – The value of contact.points is not a number. – Give a number.',
    ])
  })

  it('void and restore change its state, and the log keeps the reason', async () => {
    const { id } = await issue('void')
    expect((await billfold('pass', 'void', id, '--reason', 'refunded')).stdout).toMatch(/^State +void since /m)
    expect((await billfold('pass', 'restore', id)).stdout).toMatch(/^State +issued$/m)
    await expect.poll(async () => (await billfold('event', 'list')).stdout, patience).toContain('{"reason":"refunded"}')
  })

  it('content shows what it showed and will show', async () => {
    const { id } = await issue('content')
    const now = await billfold('pass', 'content', id)
    expect(now.stdout).toMatch(/^primary Holder +Ada$/m)
    const later = await billfold('pass', 'content', id, '--at', '2040-01-01', '--json')
    expect(later.json()).toMatchObject({ at: '2040-01-01T00:00:00.000Z', content: { title: 'Coffee card' } })
    const before = await billfold('pass', 'content', id, '--at', '2020-01-01')
    expect(before.code).toBe(1)
    expect(before.stderr).toContain('did not exist yet')
  })

  it('download puts the signed pass into a file', async () => {
    const { id, serialNumber } = await issue('download')
    const named = await billfold('pass', 'download', id)
    expect(named.stdout).toMatch(new RegExp(`^${serialNumber}\\.pkpass \\(\\d+ bytes\\)\\n$`))
    const file = await billfold('pass', 'download', id, '-o', 'ada.pkpass', '--json')
    const { sizeBytes } = file.json<{ sizeBytes: number }>()
    expect((await readFile(join(server.folder, 'ada.pkpass'))).length).toBe(sizeBytes)
    const verified = await billfold('pass', 'verify', 'ada.pkpass', '--root', server.certificates.root)
    expect(verified).toMatchObject({ code: 0 })
  })

  it.each([['set', '--token', 'contact.points=1'], ['void'], ['restore'], ['content'], ['download']])(
    '%s says which pass there is not',
    async (verb, ...options) => {
      const result = await billfold('pass', verb, 'pas_nope', ...options)
      expect(result).toMatchObject({ code: 1, stdout: '' })
      expect(result.stderr).toContain('Error: There is no pass pas_nope.')
    },
  )
})

describe('billfold event list', () => {
  it('lists what happened, from a number on', async () => {
    await issue('event')
    await expect
      .poll(async () => (await billfold('event', 'list')).stdout, patience)
      .toMatch(/^ +\d+ {2}\S+Z {2}created +pas_\w+/m)
    const all = (await billfold('event', 'list', '--json')).json<{ items: { number: number }[] }>().items
    const [first, second] = all
    const rest = await billfold('event', 'list', '--after', String(first?.number), '--json')
    expect(rest.json<{ items: object[] }>().items[0]).toEqual(second)
  })

  it('follows what happens until it is stopped', async () => {
    const stopping = new AbortController()
    const seen: { type: string; passId: string }[] = []
    const contactsPass = issue('follow')
    const onStdout = (text: string) => {
      for (const line of text.trimEnd().split('\n')) seen.push(JSON.parse(line))
    }
    const following = server.billfold(['event', 'list', '--follow', '--json'], { signal: stopping.signal, onStdout })
    const { id } = await contactsPass
    await expect.poll(() => seen.map(({ passId }) => passId), patience).toContain(id)
    stopping.abort()
    expect(await following).toMatchObject({ code: 0, stderr: '' })
  })

  it('goes on after the last event that it has when the stream breaks off', async () => {
    await issue('broken')
    const stopping = new AbortController()
    const seen: number[] = []
    const asked: string[] = []
    // Every stream breaks off after its first events.
    const breaking: typeof fetch = async (url, init) => {
      asked.push(String(url))
      const { body, ...response } = await fetch(url, init)
      const reader = body!.getReader()
      let told = ''
      const broken = new ReadableStream({
        async pull(controller) {
          if (told.includes('data: ')) return controller.error(new TypeError('terminated'))
          const { value } = await reader.read()
          told += new TextDecoder().decode(value)
          controller.enqueue(value)
        },
        cancel: () => reader.cancel(),
      })
      return new Response(broken, response)
    }
    const onStdout = (text: string) => {
      for (const line of text.trimEnd().split('\n')) seen.push(JSON.parse(line).number)
    }
    const surroundings = { signal: stopping.signal, onStdout, fetch: breaking }
    const following = server.billfold(['event', 'list', '--follow', '--json'], surroundings)
    for (let round = 2; round < 4; round++) {
      await expect.poll(() => asked.length, patience).toBe(round)
      await issue(`broken-${round}`)
    }
    stopping.abort()
    expect((await following).code).toBe(0)
    expect(seen).toEqual(seen.map((_, index) => index + 1))
  })

  it('takes a number', async () => {
    const { code, stderr } = await billfold('event', 'list', '--after', 'yesterday')
    expect(code).toBe(2)
    expect(stderr).toContain('It is the number of an event')
  })
})
