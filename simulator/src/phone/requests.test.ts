import { describe, expect, it } from 'vitest'
import { authenticationToken, passTypeIdentifier, updatable } from '../testing/development-passes.ts'
import { listing, openTestPhone, packaged, phoneWithPass, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

describe('headers', () => {
  it('carry the token on register, get and unregister, and none on list and log', async () => {
    await using test = await phoneWithPass(mint)
    const { server, phone } = test
    server.script('list', { status: 500 })
    await phone.refresh()
    await phone.remove('card-1')

    const kinds = Object.groupBy(server.requests, (request) => request.kind)
    for (const kind of ['register', 'get', 'unregister'] as const) {
      expect(kinds[kind]?.map((request) => request.headers.authorization)).toContain(`ApplePass ${authenticationToken}`)
    }
    for (const kind of ['list', 'log'] as const) {
      expect(kinds[kind]?.length).toBeGreaterThan(0)
      expect(kinds[kind]?.every((request) => request.headers.authorization === undefined)).toBe(true)
    }
  })

  it('name passd everywhere, no cookies, and JSON where there is a body', async () => {
    await using test = await phoneWithPass(mint)
    const { server, phone } = test
    await phone.remove('card-1')

    for (const { headers, body } of server.requests) {
      expect(headers['user-agent']).toMatch(/^passd\/1\.0 CFNetwork\/[\d.]+ Darwin\/[\d.]+$/)
      expect(headers.cookie).toBeUndefined()
      if (body === '') expect(headers['content-type']).toBeUndefined()
      else expect(headers['content-type']).toBe('application/json')
    }
  })

  it('send If-Modified-Since letter by letter as the last Last-Modified came, none before the first', async () => {
    await using test = await openTestPhone(mint)
    const { server, phone } = test
    const odd = 'sunday, 22-nov-26 08:00:00 gmt; odd'
    server.script('list', listing(['card-1'], '1'), listing(['card-1'], '2'))
    server.script('get', packaged(await mint.card(updatable(server.url)), odd), { status: 304 })
    await phone.add(await mint.card(updatable(server.url)))
    await phone.refresh()

    const gets = server.requests.filter((request) => request.kind === 'get')
    expect(gets.map((request) => request.headers['if-modified-since'])).toEqual([undefined, odd])
  })

  it('take over a Last-Modified that comes with 304', async () => {
    await using test = await phoneWithPass(mint)
    const { server, phone } = test
    const later = 'Sun, 22 Nov 2026 08:59:00 GMT'
    server.script('list', listing(['card-1'], '2'), listing(['card-1'], '3'))
    server.script('get', { status: 304, headers: { 'Last-Modified': later } })
    await phone.refresh()
    await phone.refresh()
    const lastGet = server.requests.findLast((request) => request.kind === 'get')
    expect(lastGet?.headers['if-modified-since']).toBe(later)
  })
})

describe('identifiers', () => {
  it('are 32 hexadecimal digits for the device and 64 for the push token', async () => {
    await using test = await phoneWithPass(mint)
    const [register] = test.server.requests
    const { device } = await test.phone.show('card-1')

    expect(device?.deviceLibraryIdentifier).toMatch(/^[0-9a-f]{32}$/)
    expect(device?.pushToken).toMatch(/^[0-9a-f]{64}$/)
    expect(register?.url).toBe(
      `/v1/devices/${device?.deviceLibraryIdentifier}/registrations/${passTypeIdentifier}/card-1`,
    )
    expect(JSON.parse(register?.body ?? '')).toEqual({ pushToken: device?.pushToken })
  })

  it('are one pair for all passes of a web service, whatever their type, and another for the next web service', async () => {
    await using test = await phoneWithPass(mint)
    await using other = await openTestPhone(mint)
    const { phone, server } = test
    await phone.add(
      await mint.card({ ...updatable(server.url), serialNumber: 'card-2', webServiceURL: `${server.url}/` }),
    )
    await phone.add(
      await mint.card({ ...updatable(server.url), serialNumber: 'tea' }, { type: 'pass.com.example.tea' }),
    )
    await phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))

    const [first, second, tea, elsewhere] = (await phone.list()).map((pass) => pass.device)
    expect(second).toEqual(first)
    expect(tea).toEqual(first)
    expect(elsewhere?.deviceLibraryIdentifier).not.toBe(first?.deviceLibraryIdentifier)
    expect(elsewhere?.pushToken).not.toBe(first?.pushToken)
  })

  it('are renewed when registering starts anew after the last pass is gone', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    const { device } = await phone.show('card-1')
    await phone.remove('card-1')
    server.script('list', listing(['card-1'], '9'))
    await phone.add(await mint.card(updatable(server.url)))

    const renewed = (await phone.show('card-1')).device
    expect(renewed?.deviceLibraryIdentifier).not.toBe(device?.deviceLibraryIdentifier)
    const firstList = server.requests.findLast((request) => request.kind === 'list')
    expect(firstList?.url).not.toContain('passesUpdatedSince')
  })

  it('are told to the web service again, pass by pass, with the new push token when APNs rotates it', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))
    const before = (await phone.show('card-1')).device
    const sent = server.requests.length
    server.script('register', { status: 200 })
    await phone.rotatePushTokens()

    const after = (await phone.show('card-1')).device
    expect(after?.deviceLibraryIdentifier).toBe(before?.deviceLibraryIdentifier)
    expect(after?.pushToken).not.toBe(before?.pushToken)
    const requests = server.requests.slice(sent)
    expect(requests.map((request) => [request.kind, JSON.parse(request.body).pushToken])).toEqual([
      ['register', after?.pushToken],
      ['register', after?.pushToken],
    ])
  })
})

describe('addresses', () => {
  it('are escaped twice in the path and hardly in the tag, as they come over the wire', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['a b/é'], 'x+y&z=1 2'))
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'a b/é' }))
    await phone.refresh()
    const [register, , get, list] = server.takeLog()
    expect(register).toMatch(/\/registrations\/pass\.com\.example\.coffee\/a%2520b\/%25C3%25A9$/)
    expect(get).toBe(`GET /v1/passes/${passTypeIdentifier}/a%2520b/%25C3%25A9`)
    expect(list).toMatch(/\?passesUpdatedSince=x\+y&z=1%202$/)
  })

  it('take no notice of a slash at the end of webServiceURL', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card(updatable(`${test.server.url}/`)))
    expect(test.server.requests[0]?.url).toMatch(/^\/v1\/devices\//)
  })
})
