import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { png } from '../testing/development-passes.ts'
import { openTestGoogle } from '../testing/google.ts'
import { leastClasses } from '../testing/passes.ts'

const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  if (request.url === '/logo.png') response.writeHead(200, { 'Content-Type': 'image/png' }).end(png)
  else if (request.url === '/page') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>')
  else response.writeHead(404).end()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => server.close())

const withLogo = (uri: string) => ({ ...leastClasses.loyalty, programLogo: { sourceUri: { uri } } })

it('images are loaded when a class is written, and one that cannot be had is refused', async () => {
  await using test = await openTestGoogle({ loadImages: true })
  const insert = (suffix: string, uri: string) =>
    test.api('POST', 'loyaltyClass', { ...withLogo(uri), id: test.id(suffix) })
  expect((await insert('card', `${origin}/logo.png`)).status).toBe(200)
  for (const path of [`${origin}/gone.png`, `${origin}/page`, 'http://127.0.0.1:1/closed.png']) {
    expect(await insert('other', path)).toMatchObject({
      status: 400,
      body: {
        error: {
          message: expect.stringContaining(`Image cannot be loaded: ${path}`),
          errors: [{ reason: 'invalidResource' }],
        },
      },
    })
  }
  const change = { reviewStatus: 'UNDER_REVIEW', heroImage: { sourceUri: { uri: `${origin}/gone.png` } } }
  expect((await test.api('PATCH', `loyaltyClass/${test.id('card')}`, change)).status).toBe(400)
  asked.length = 0
  expect((await test.api('PATCH', `loyaltyClass/${test.id('card')}`, { reviewStatus: 'UNDER_REVIEW' })).status).toBe(
    200,
  )
  expect(asked).toEqual([])
})

it('no image is loaded unless it shall be', async () => {
  await using test = await openTestGoogle()
  asked.length = 0
  await test.api('POST', 'loyaltyClass', { ...withLogo(`${origin}/logo.png`), id: test.id('card') })
  expect(asked).toEqual([])
})
