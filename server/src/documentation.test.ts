import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserAccept, testBaseUrl } from './campaigns/testing.ts'
import { describeApi, documentationRoutes } from './documentation.ts'
import { errorKinds } from './errors.ts'
import { type App, openHttp } from './platform/http.ts'
import { openLogger } from './platform/logger.ts'

let app: App
beforeAll(async () => {
  app = openHttp({ logger: openLogger('silent'), docsUrl: `${testBaseUrl}/docs`, trustProxy: false })
  await describeApi(app)
  documentationRoutes(app)
})
afterAll(() => app.close())

const open = (url: string, accept = browserAccept) => app.inject({ url, headers: { accept } })

describe('pages for people', () => {
  test('the address of the installation itself says what it is, and leads to the API', async () => {
    const { statusCode, headers, body } = await open('/')
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
    expect(links).toEqual(['/docs', '/openapi.json', '/docs/errors'])
    for (const link of links) expect((await open(link)).statusCode, link).toBe(200)
  })

  test.each(['/docs/errors', '/docs/errors/'])('%s lists every code, each with its page', async (path) => {
    const { body } = await open(path)
    const codes = [...body.matchAll(/href="\/docs\/errors\/([^"]+)"/g)].map(([, code]) => code)
    expect(codes).toEqual(Object.keys(errorKinds).sort())
  })

  test.each(Object.entries(errorKinds))('/docs/errors/%s', async (code, { title, status }) => {
    const page = await open(`/docs/errors/${code}`)
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain(`<h1><code>${code}</code></h1>`)
    expect(page.body).toContain(title)
    expect(page.body).toContain(`HTTP ${status}`)
    expect(page.body).not.toContain('`')
  })

  test.each(['nope', 'constructor', '%3Cscript%3E'])('a code that there is not: %s', async (code) => {
    const page = await open(`/docs/errors/${code}`)
    expect([page.statusCode, page.body]).toEqual([404, expect.stringContaining('There is no such error code')])
    expect(page.body).not.toContain('<script')
    const problem = await open(`/docs/errors/${code}`, '*/*')
    expect([problem.statusCode, problem.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found', hint: 'See /docs/errors for all of them.' }),
    ])
  })

  test('run no scripts and load nothing from elsewhere', async () => {
    for (const path of ['/', '/docs/errors', '/docs/errors/forbidden', '/docs/errors/nope']) {
      const { headers, body } = await open(path)
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
      expect(body).not.toMatch(/<script|https?:\/\//)
    }
  })
})

describe('/docs', () => {
  test('is Billfold’s, without the bar that explores other APIs', async () => {
    const { body } = await open('/docs')
    expect(body).toContain('<title>Billfold API</title>')
    const [icon] = body.match(/\/docs\/static\/theme\/[^"]+\.svg/) ?? []
    expect((await open(icon ?? '')).headers['content-type']).toMatch(/^image\/svg\+xml/)
    expect((await open('/docs/static/swagger-initializer.js')).body).toContain('"layout":"BaseLayout"')
  })

  test('works over plain HTTP too: its policy upgrades no request', async () => {
    const policy = (await open('/docs')).headers['content-security-policy']
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toContain('upgrade-insecure-requests')
  })
})
