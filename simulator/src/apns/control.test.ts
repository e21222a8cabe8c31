import { describe, expect, it } from 'vitest'
import { deviceToken, openTestApns, sharedAuthority } from '../testing/apns.ts'

const authority = await sharedAuthority()

function post(url: string, body: string, type = 'application/json') {
  return fetch(`${url}/script`, { method: 'POST', headers: { 'Content-Type': type }, body })
}

describe('POST /script', () => {
  it('does what a command says', async () => {
    await using test = await openTestApns(authority)
    const response = await post(test.apns.controlUrl, '{"kind":"answer","reason":"Unregistered","timestamp":5}')
    expect(response.status).toBe(204)
    expect(await test.connect().push()).toMatchObject({ status: 410, body: { timestamp: 5 } })
  })

  it('refuses a command with every fault and its remedy', async () => {
    await using test = await openTestApns(authority)
    const response = await post(test.apns.controlUrl, '{"kind":"slow","times":0}')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'apns_command_invalid',
      issues: [{ path: 'times' }, { path: 'delayMs' }],
      fix: expect.stringContaining('delayMs'),
    })
    expect((await test.connect().push()).status).toBe(200)
  })

  it.each([
    ['what is not JSON', '{', 'application/json', 400, 'not JSON'],
    ['what a web page could send', '{"kind":"silent"}', 'text/plain', 415, 'application/json'],
    ['what is too long', `"${'x'.repeat(70_000)}"`, 'application/json; charset=utf-8', 413, '65536 bytes'],
  ])('refuses %s', async (_, body, type, status, message) => {
    await using test = await openTestApns(authority)
    const response = await post(test.apns.controlUrl, body, type)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ message: expect.stringContaining(message) })
  })
})

it('GET /received tells the pushes and the counts', async () => {
  await using test = await openTestApns(authority)
  const sender = test.connect()
  await sender.push()
  await sender.push({ body: '' })
  const response = await fetch(`${test.apns.controlUrl}/received`)
  expect(await response.json()).toEqual({
    counts: { '200': 1, '400 PayloadEmpty': 1 },
    received: [expect.objectContaining({ deviceToken, outcome: '200' })],
  })
})

it.each([
  ['GET', '/script'],
  ['GET', '/'],
  ['DELETE', '/received'],
])('%s %s is not there', async (method, path) => {
  await using test = await openTestApns(authority)
  const response = await fetch(test.apns.controlUrl + path, { method })
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({ message: 'There are POST /script and GET /received.' })
})
