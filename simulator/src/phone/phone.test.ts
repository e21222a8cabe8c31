import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PassJson } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import { SimulatorError } from '../errors.ts'
import { passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import { listing, modified, openTestPhone, packaged, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

/** Changes a text of the same length inside a package, as somebody without the key would. */
function tamper(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const copy = Buffer.from(bytes)
  copy.set(Buffer.from(to), copy.indexOf(from))
  return copy
}

async function refusal(work: Promise<unknown>): Promise<SimulatorError> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof SimulatorError) return error
  throw new Error(`expected a SimulatorError, got ${error}`)
}

describe('a pass', () => {
  it('is added from bytes, a path and a file URL', async () => {
    await using test = await openTestPhone(mint)
    const path = join(test.dir, 'card 2.pkpass')
    await writeFile(path, await mint.card({ serialNumber: 'card-2' }))
    const url = join(test.dir, 'card 3.pkpass')
    await writeFile(url, await mint.card({ serialNumber: 'card-3' }))

    await test.phone.add(await mint.card())
    await test.phone.add(path)
    await test.phone.add(pathToFileURL(url))
    expect((await test.phone.list()).map((pass) => pass.serialNumber)).toEqual(['card-1', 'card-2', 'card-3'])
  })

  it('is shown with all that Wallet would show', async () => {
    await using test = await openTestPhone(mint)
    const own: PassJson = {
      logoText: 'Example',
      backgroundColor: 'rgb(90, 50, 20)',
      foregroundColor: 'rgb(255, 255, 255)',
      expirationDate: '2026-11-22T09:00:00Z',
      barcodes: [{ format: 'PKBarcodeFormatQR', message: 'M-1', messageEncoding: 'iso-8859-1', altText: 'No. 1' }],
    }
    const { pass, replaced } = await test.phone.add(await mint.card(own))

    expect(replaced).toBe(false)
    expect(pass).toMatchObject({
      passTypeIdentifier,
      serialNumber: 'card-1',
      teamIdentifier: 'ABCDE12345',
      style: 'storeCard',
      organizationName: 'Example Coffee',
      description: 'Loyalty card',
      logoText: 'Example',
      colors: { background: 'rgb(90, 50, 20)', foreground: 'rgb(255, 255, 255)', label: null },
      fields: {
        header: [{ key: 'points', label: 'Points', value: '10' }],
        primary: [{ key: 'holder', label: 'Holder', value: 'Ada Lovelace' }],
        secondary: [],
        auxiliary: [],
        back: [{ key: 'news', label: 'News', value: 'None yet' }],
      },
      barcode: { format: 'PKBarcodeFormatQR', message: 'M-1', altText: 'No. 1' },
      voided: false,
      expired: true,
      lockScreen: [],
    })
    expect(await test.phone.show('card-1')).toEqual(pass)
    expect(await test.phone.list()).toEqual([pass])
  })

  it('is never announced on the lock screen when it is added', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card(storeCard({ news: 'Hello' })))
    await test.phone.add(await mint.card(storeCard({ news: 'Hello again' })))
    expect(test.lockScreen).toEqual([])
  })

  it('replaces the one with the same type and serial number', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card())
    await test.phone.add(await mint.card({ serialNumber: 'card-2' }))
    const { pass, replaced } = await test.phone.add(await mint.card(storeCard({ points: 99 })))

    expect(replaced).toBe(true)
    expect(pass.fields.header[0]?.value).toBe('99')
    expect((await test.phone.list()).map((each) => each.serialNumber)).toEqual(['card-1', 'card-2'])
  })

  it('registers again when it is replaced, and starts without If-Modified-Since', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '1'), { status: 204 })
    server.script('get', packaged(await mint.card(updatable(server.url)), modified))
    await phone.add(await mint.card(updatable(server.url)))
    server.takeLog()
    await phone.add(await mint.card(updatable(server.url)))

    expect(server.requests.slice(3).map((request) => request.kind)).toEqual(['register', 'list', 'get'])
    expect(server.requests.at(-1)?.headers['if-modified-since']).toBeUndefined()
  })
})

describe('what PassKit refuses, the phone refuses', () => {
  it('a root that it does not trust', async () => {
    await using test = await openTestPhone(mint)
    const stranger = await test.reopen({ roots: [] })
    const { code, message } = await refusal(stranger.add(await mint.card()))
    expect(code).toBe('pass_refused')
    expect(message).toContain('Billfold Development Root CA')
  })

  it('a signing time that is still to come', async () => {
    await using test = await openTestPhone(mint)
    const tomorrow = new Date('2026-11-23T09:00:00Z')
    const { issues } = await refusal(test.phone.add(await mint.card({}, { signingTime: tomorrow })))
    expect(issues.map((issue) => issue.code)).toEqual(['SIGNING_TIME_IN_FUTURE'])
  })

  it('a pass that was signed before its certificate expired is taken after that', async () => {
    await using test = await openTestPhone(mint)
    test.clock.advance(2 * 365 * 86_400_000)
    expect((await test.phone.add(await mint.card())).pass.serialNumber).toBe('card-1')
  })

  it('a package that was tampered with, naming every finding', async () => {
    await using test = await openTestPhone(mint)
    const good = await mint.card({ teamIdentifier: 'ABCDE12345' })
    // Stored, not deflated, members can be changed in place; their CRCs then give them away.
    const bad = tamper(tamper(good, 'Ada Lovelace', 'Eve Lovelace'), '"icon.png"', '"Icon.png"')
    const { message, issues } = await refusal(test.phone.add(bad))

    expect(issues.length).toBeGreaterThan(1)
    for (const issue of issues) {
      expect(issue.severity).toBe('error')
      expect(message).toContain(issue.message)
    }
    expect(await test.phone.list()).toEqual([])
  })

  it('what is no package at all', async () => {
    await using test = await openTestPhone(mint)
    const { code, issues } = await refusal(test.phone.add(Buffer.from('<html>')))
    expect(code).toBe('pass_refused')
    expect(issues).not.toEqual([])
    expect(test.server.requests).toEqual([])
  })

  it('a file that is not there', async () => {
    await using test = await openTestPhone(mint)
    const { code, message, fix } = await refusal(test.phone.add(join(test.dir, 'missing.pkpass')))
    expect(code).toBe('file_unreadable')
    expect(message).toContain('missing.pkpass')
    expect(fix).toContain('http://')
  })
})

describe('the lock screen', () => {
  it('shows the welcome that registering brought about, and the phone remembers it', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '1'))
    const welcome = await mint.card({ ...updatable(server.url), ...storeCard({ news: 'Welcome, Ada!' }) })
    server.script('get', packaged(welcome, modified))
    const { pass } = await phone.add(await mint.card(updatable(server.url)))

    expect(test.lockScreen).toEqual([
      {
        phone: 'Ada',
        at: '2026-11-22T09:00:00.000Z',
        title: 'Example Coffee',
        text: 'Welcome, Ada!',
        passTypeIdentifier,
        serialNumber: 'card-1',
      },
    ])
    expect(pass.lockScreen).toEqual([{ at: '2026-11-22T09:00:00.000Z', text: 'Welcome, Ada!' }])
  })

  it('shows the text in the language of the phone', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    const strings = (greeting: string) => ({
      'en.lproj/pass.strings': Buffer.from(`"news_text" = "${greeting}"; "news_message" = "News: %@";`),
    })
    const fields = { storeCard: { backFields: [{ key: 'news', value: 'news_text', changeMessage: 'news_message' }] } }
    const own = { ...updatable(server.url), ...fields }
    server.script('list', listing(['card-1'], '1'))
    server.script('get', packaged(await mint.card(own, { files: strings('Good evening') }), modified))
    await phone.add(await mint.card(own, { files: strings('Good morning') }))
    expect(test.lockScreen.map((line) => line.text)).toEqual(['News: Good evening'])
  })
})

describe('a restart', () => {
  it('loses nothing: passes, identifiers, tags, Last-Modified, history and what is still to be done', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], 'tag-1'), { status: 204 })
    const news = await mint.card({ ...updatable(server.url), ...storeCard({ news: 'Hello' }) })
    server.script('get', packaged(news, modified), { status: 304 })
    await phone.add(await mint.card(updatable(server.url)))
    server.script('register', { status: 500 }, { status: 201 })
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))
    const before = await phone.list()

    const restarted = await test.reopen()
    expect(await restarted.list()).toEqual(before)
    server.takeLog()
    await restarted.refresh()
    const device = `/v1/devices/${before[0]?.device?.deviceLibraryIdentifier}/registrations/${passTypeIdentifier}`
    expect(server.takeLog()).toEqual([
      `POST ${device}/card-2`,
      `GET ${device}?passesUpdatedSince=tag-1`,
      `GET /v1/passes/${passTypeIdentifier}/card-2`,
    ])
    server.script('list', listing(['card-1'], 'tag-2'))
    await restarted.refresh()
    const lastGet = server.requests.findLast((request) => request.kind === 'get')
    expect(lastGet?.headers['if-modified-since']).toBe(modified)
  })

  it.each([1, 2, 3])(
    'after answer %d of adding a pass, before it was taken in, is made up for by a refresh',
    async (crashAt) => {
      await using test = await openTestPhone(mint)
      const { server } = test
      server.script('list', listing(['card-1'], '1'))
      const welcome = await mint.card({ ...updatable(server.url), ...storeCard({ news: 'Welcome, Ada!' }) })
      server.script('get', packaged(welcome, modified))
      let answers = 0
      const crashing = await test.reopen({
        onStep: () => {
          answers += 1
          if (answers === crashAt) throw new Error('crash')
        },
      })
      await expect(crashing.add(await mint.card(updatable(server.url)))).rejects.toThrow('crash')

      const restarted = await test.reopen()
      await restarted.refresh()
      const pass = await restarted.show('card-1')
      expect(pass.registered).toBe(true)
      expect(pass.lockScreen.map((entry) => entry.text)).toEqual(['Welcome, Ada!'])
      const registered = server.requests.filter((request) => request.kind === 'register')
      expect(new Set(registered.map((request) => request.url)).size).toBe(1)
    },
  )

  it('between list and get does not lose the change that the tag stands for', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    await phone.add(await mint.card(updatable(server.url)))
    server.script('list', listing(['card-1'], 'tag-1'), { status: 204 })
    server.script('get', { status: 0, hangUp: true }, { status: 304 })
    await phone.refresh()

    expect(await (await test.reopen()).push(passTypeIdentifier)).toMatchObject([{ serialNumber: 'card-1' }])
  })
})

describe('several', () => {
  it('phones keep apart', async () => {
    await using ada = await openTestPhone(mint)
    await using grace = await openTestPhone(mint, { name: 'Grace' })
    const own = updatable(ada.server.url)
    await ada.phone.add(await mint.card(own))
    await grace.phone.add(await mint.card(own))

    const [hers] = await ada.phone.list()
    const [theirs] = await grace.phone.list()
    expect(hers?.device?.deviceLibraryIdentifier).not.toBe(theirs?.device?.deviceLibraryIdentifier)
    expect(hers?.device?.pushToken).not.toBe(theirs?.device?.pushToken)
    await ada.phone.remove('card-1')
    expect(await grace.phone.list()).toHaveLength(1)
  })

  it('things at once, by several owners of one phone, lose no pass', async () => {
    await using test = await openTestPhone(mint)
    const other = await test.reopen()
    const serialNumbers = Array.from({ length: 10 }, (_, index) => `card-${index}`)
    const packages = await Promise.all(
      serialNumbers.map((serialNumber) => mint.card({ ...updatable(test.server.url), serialNumber })),
    )
    await Promise.all(packages.map((bytes, index) => (index % 2 === 0 ? test.phone : other).add(bytes)))

    const passes = await test.phone.list()
    expect(passes.map((pass) => pass.serialNumber).sort()).toEqual(serialNumbers)
    expect(new Set(passes.map((pass) => pass.device?.deviceLibraryIdentifier)).size).toBe(1)
    expect(passes.every((pass) => pass.registered)).toBe(true)
  })

  it('passes with one serial number need the pass type to be told apart', async () => {
    await using test = await openTestPhone(mint)
    const { phone } = test
    await phone.add(await mint.card())
    await phone.add(await mint.card({}, { type: 'pass.com.example.tea' }))

    const { code, message } = await refusal(phone.show('card-1'))
    expect(code).toBe('pass_ambiguous')
    expect(message).toContain('pass.com.example.tea')
    expect((await phone.show('card-1', 'pass.com.example.tea')).passTypeIdentifier).toBe('pass.com.example.tea')
    await phone.remove('card-1', passTypeIdentifier)
    expect((await phone.show('card-1')).passTypeIdentifier).toBe('pass.com.example.tea')
  })
})

it('a pass that the phone does not hold is unknown, and the error names those that it does', async () => {
  await using test = await openTestPhone(mint)
  await test.phone.add(await mint.card())
  for (const work of [() => test.phone.show('card-9'), () => test.phone.remove('card-9')]) {
    const { code, fix } = await refusal(work())
    expect(code).toBe('pass_unknown')
    expect(fix).toContain(`card-1 (${passTypeIdentifier})`)
  }
})
