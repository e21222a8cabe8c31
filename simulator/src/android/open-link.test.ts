import { describe, expect, it } from 'vitest'
import { openTestAndroid } from '../testing/android.ts'
import { startScriptedServer } from '../testing/scripted-server.ts'

const html = (body: string) => ({ status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body })

describe('a link is opened as Chrome on an Android phone does', () => {
  it('and leads to Google by a redirect', async () => {
    await using own = await openTestAndroid()
    own.server.script('link', { status: 302, headers: { Location: await own.saveLink() } })
    const [pass] = await own.phone.add(`${own.server.url}/open/abc`)
    expect(pass).toMatchObject({ objectId: own.test.id('ada'), title: { title: 'Beans' } })
    const [request] = own.server.requests
    expect(request?.headers['user-agent']).toMatch(
      /^Mozilla\/5\.0 \(Linux; Android [^)]+\) .* Chrome\/[\d.]+ Mobile Safari/,
    )
    expect(request?.headers.accept).toMatch(/^text\/html,/)
    expect(request?.headers['accept-language']).toBe('en-US')
  })

  it('by a page with a button, whatever its markup', async () => {
    await using own = await openTestAndroid()
    const link = await own.saveLink()
    own.server.script('link', html(`<a href="/x">Apple</a> <A class="b" HREF="${link}?a=1&amp;b=2"><img></A>`))
    expect(await own.phone.add(`${own.server.url}/open/abc`)).toHaveLength(1)
  })

  it('by a page whose button leads on', async () => {
    await using own = await openTestAndroid()
    own.server.script(
      'link',
      html('<a href="?wallet=apple">Add to Apple Wallet</a><a href="?wallet=google&amp;x=1">Save</a>'),
      { status: 303, headers: { Location: await own.saveLink() } },
    )
    await own.phone.add(`${own.server.url}/open/abc`)
    expect(own.server.requests.map(({ url }) => url)).toEqual(['/open/abc', '/open/abc?wallet=google&x=1'])
  })

  it('by a button that only says so', async () => {
    await using own = await openTestAndroid()
    own.server.script(
      'link',
      html('<a href="/a">Add to Apple Wallet</a><a href="/g"><img alt="Add to Google Wallet"></a>'),
      { status: 302, headers: { Location: await own.saveLink() } },
    )
    await own.phone.add(`${own.server.url}/open/abc`)
    expect(own.server.requests[1]?.url).toBe('/g')
  })

  it('or is a save link itself', async () => {
    await using own = await openTestAndroid()
    expect(await own.phone.add(await own.saveLink())).toHaveLength(1)
    expect(own.server.requests).toEqual([])
  })
})

describe('a link fails', () => {
  it.each<[string, Parameters<Awaited<ReturnType<typeof openTestAndroid>>['server']['script']>[1], RegExp]>([
    [
      'with what the server says',
      { status: 410, headers: { 'Content-Type': 'application/problem+json' }, body: '{"detail":"It is over."}' },
      /status 410 .*: It is over\./,
    ],
    [
      'with the title of a page without a button',
      html('<title>No &amp; no</title><a href="/x">Home</a>'),
      /text\/html .*: No & no/,
    ],
    [
      'with a package for iPhones',
      { status: 200, headers: { 'Content-Type': 'application/vnd.apple.pkpass' } },
      /pkpass/,
    ],
    ['with nothing', { status: 200 }, /without a type/],
    ['that leads to itself', { status: 302, headers: { Location: '/open/abc' } }, /leads on and on/],
  ])('%s', async (_, answer, message) => {
    await using own = await openTestAndroid()
    own.server.script('link', answer)
    await expect(own.phone.add(`${own.server.url}/open/abc`)).rejects.toMatchObject({
      code: 'link_failed',
      message: expect.stringMatching(message),
    })
  })

  it('that leads to Google itself, and says what to set', async () => {
    await using own = await openTestAndroid()
    own.server.script('link', { status: 302, headers: { Location: 'https://pay.google.com/gp/v/save/a.b.c' } })
    await expect(own.phone.add(`${own.server.url}/open/abc`)).rejects.toMatchObject({
      code: 'link_failed',
      fix: expect.stringContaining(own.test.google.saveUrl),
    })
  })

  it('when nobody answers', async () => {
    await using own = await openTestAndroid()
    const gone = await startScriptedServer()
    await gone[Symbol.asyncDispose]()
    await expect(own.phone.add(gone.url)).rejects.toMatchObject({
      code: 'link_failed',
      message: expect.stringContaining('Could not connect to the server.'),
    })
  })
})
