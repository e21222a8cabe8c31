import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { id, google } = test
await insertPass(test)

async function batch(body: string, type = 'multipart/mixed; boundary=batch') {
  const token = (await test.token()).body.access_token
  const answer = await fetch(`${google.apiUrl}/batch`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
    body,
  })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() }
}

const json = (suffix: string) => JSON.stringify({ id: id(suffix), classId: id('card'), state: 'ACTIVE' })
const part = (suffix: string, contentId: string) =>
  [
    '--batch',
    'Content-Type: application/http',
    `Content-ID: <${contentId}>`,
    '',
    'POST /walletobjects/v1/loyaltyObject HTTP/1.1',
    'Content-Type: application/json',
    '',
    json(suffix),
    '',
  ].join('\r\n')

it('several calls are answered each by itself, in their order and by their Content-ID', async () => {
  const { status, type, text } = await batch(`${part('one', '1')}${part('one', '2')}${part('two', '3')}--batch--`)
  expect(status).toBe(200)
  const [, boundary = ''] = /^multipart\/mixed; boundary=(\S+)$/.exec(type) ?? []
  const parts = text.split(`--${boundary}`).slice(1, -1)
  expect(parts.map((answer) => /Content-ID: <(.*)>/.exec(answer)?.[1])).toEqual([
    'response-1',
    'response-2',
    'response-3',
  ])
  expect(parts.map((answer) => /HTTP\/1\.1 (\d+) /.exec(answer)?.[1])).toEqual(['200', '409', '200'])
  expect(JSON.parse(parts[2]?.split('\r\n\r\n')[2] ?? '')).toMatchObject({ id: id('two') })
  expect((await test.api('GET', `loyaltyObject/${id('two')}`)).status).toBe(200)
})

it('is taken as Google’s own samples write it', async () => {
  const sample = ['three', 'four'].map(
    (suffix) => `--batch\nContent-Type: application/json\n\nPOST /walletobjects/v1/loyaltyObject\n\n${json(suffix)}\n`,
  )
  const { text } = await batch(`${sample.join('')}--batch--`)
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
})

it('only calls of the API are answered', async () => {
  const own = '--batch\n\nGET /gp/m/issuer/keys\n\n--batch--'
  expect((await batch(own)).text).toContain('HTTP/1.1 404')
})

it('each call counts', async () => {
  google.script({ kind: 'requests-per-second', limit: 1 })
  const { text } = await batch(`${part('five', '1')}${part('six', '2')}--batch--`)
  google.script({ kind: 'reset' })
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 429'])
})

describe('is refused', () => {
  it.each([
    ['without a boundary', '', 'multipart/mixed', /with a boundary/],
    ['of another type', '{}', 'application/json', /multipart\/mixed/],
    ['without parts', '--batch--', undefined, /no parts/],
    ['with a part that is no request', '--batch\n\nhello\n--batch--', undefined, /no request line/],
    [
      'with more than fifty',
      `${'--batch\n\nGET /walletobjects/v1/issuer\n\n'.repeat(51)}--batch--`,
      undefined,
      /at most 50/,
    ],
  ])('%s', async (_, body, type, message) => {
    const answer = await batch(body, type)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.text).error.message).toMatch(message)
  })
})
