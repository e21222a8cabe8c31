import { describe, expect, it } from 'vitest'
import { openTestPhone, sharedMint } from '../testing/test-phone.ts'
import { passMediaType } from './download.ts'

const mint = await sharedMint()

describe('a link', () => {
  it('is opened as Safari on an iPhone does', async () => {
    await using test = await openTestPhone(mint)
    test.server.script('link', { status: 200, headers: { 'Content-Type': passMediaType }, body: await mint.card() })
    const { pass } = await test.phone.add(`${test.server.url}/open/abc?x=1`)

    expect(pass.serialNumber).toBe('card-1')
    const [request] = test.server.requests
    expect(request?.url).toBe('/open/abc?x=1')
    expect(request?.headers['user-agent']).toMatch(/^Mozilla\/5\.0 \(iPhone; CPU iPhone OS .* Safari\/[\d.]+$/)
    expect(request?.headers.accept).toMatch(/^text\/html,/)
    expect(test.steps).toContainEqual({
      kind: 'request',
      method: 'GET',
      url: `${test.server.url}/open/abc?x=1`,
      outcome: 200,
    })
  })

  it('may redirect, and its media type may have parameters', async () => {
    await using test = await openTestPhone(mint)
    test.server.script(
      'link',
      { status: 302, headers: { Location: '/there' } },
      {
        status: 200,
        headers: { 'Content-Type': `${passMediaType.toUpperCase()}; charset=binary` },
        body: await mint.card(),
      },
    )
    await test.phone.add(new URL(`${test.server.url}/here`))
    expect(test.server.takeLog()).toEqual(['GET /here', 'GET /there'])
  })
})

describe('a link that leads to no pass says what came instead', () => {
  it.each([
    [
      'a problem document',
      {
        status: 410,
        headers: { 'Content-Type': 'application/problem+json' },
        body: '{"title":"Gone","detail":"This link has expired."}',
      },
      /led to application\/problem\+json with status 410 .*: This link has expired\.$/,
    ],
    [
      'a page',
      {
        status: 200,
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>\n Choose &amp; add\n</title>',
      },
      /led to text\/html with status 200 .*: Choose & add$/,
    ],
    ['an empty answer', { status: 204 }, /led to something without a type with status 204 .*\.$/],
    [
      'a pass with another status',
      { status: 203, headers: { 'Content-Type': passMediaType }, body: 'PK' },
      /led to application\/vnd\.apple\.pkpass with status 203/,
    ],
    [
      'JSON that is no problem document',
      { status: 500, headers: { 'Content-Type': 'application/json' }, body: 'null' },
      /led to application\/json with status 500 .*\.$/,
    ],
  ])('%s', async (_, answer, expected) => {
    await using test = await openTestPhone(mint)
    test.server.script('link', answer)
    await expect(test.phone.add(`${test.server.url}/open`)).rejects.toMatchObject({
      code: 'link_failed',
      message: expect.stringMatching(expected),
    })
    expect(await test.phone.list()).toEqual([])
  })

  it('nothing, because the server is not there', async () => {
    await using test = await openTestPhone(mint)
    const { url } = test.server
    await test.server[Symbol.asyncDispose]()
    await expect(test.phone.add(`${url}/open`)).rejects.toMatchObject({
      code: 'link_failed',
      message: `The link ${url}/open could not be opened: Could not connect to the server.`,
      fix: expect.stringContaining('server is running'),
    })
  })
})
