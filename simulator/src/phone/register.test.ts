import { describe, expect, it } from 'vitest'
import { passTypeIdentifier, updatable } from '../testing/development-passes.ts'
import { listing, modified, openTestPhone, packaged, phoneWithPass, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

describe('adding a pass', () => {
  it('registers, lists without a tag and gets what the list names', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '7'))
    server.script('get', packaged(await mint.card(updatable(server.url)), modified))
    const { pass } = await phone.add(await mint.card(updatable(server.url)))

    const device = `/v1/devices/${pass.device?.deviceLibraryIdentifier}/registrations/${passTypeIdentifier}`
    expect(server.takeLog()).toEqual([
      `POST ${device}/card-1`,
      `GET ${device}`,
      `GET /v1/passes/${passTypeIdentifier}/card-1`,
    ])
    expect(pass.registered).toBe(true)
  })

  it('gets nothing if the first list names nothing', async () => {
    await using test = await openTestPhone(mint)
    await test.phone.add(await mint.card(updatable(test.server.url)))
    expect(test.server.requests.map((request) => request.kind)).toEqual(['register', 'list'])
  })

  it('lists since the tag that it has, and gets the new pass at once though the list does not name it', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    const { pass } = await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))

    const device = `/v1/devices/${pass.device?.deviceLibraryIdentifier}/registrations/${passTypeIdentifier}`
    expect(server.takeLog()).toEqual([
      `POST ${device}/card-2`,
      `GET ${device}?passesUpdatedSince=1`,
      `GET /v1/passes/${passTypeIdentifier}/card-2`,
    ])
  })

  it('gets the new pass at once also if the list fails', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', { status: 500 })
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))
    expect(server.takeLog()).toContain(`GET /v1/passes/${passTypeIdentifier}/card-2`)
  })

  it('gets a pass once that the list names too', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-2'], '2'))
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))
    expect(server.takeLog().filter((line) => line.includes('/v1/passes/'))).toHaveLength(1)
  })

  it.each([200, 201])('takes %d as success', async (status) => {
    await using test = await openTestPhone(mint)
    test.server.script('register', { status })
    expect((await test.phone.add(await mint.card(updatable(test.server.url)))).pass.registered).toBe(true)
    expect(test.complaints()).toEqual([])
  })

  it.each([
    [401, 'Authentication failure'],
    [204, 'Unexpected response code 204'],
    [302, 'Unexpected response code 302'],
    [404, 'Unexpected response code 404'],
    [500, 'Unexpected response code 500'],
  ])('takes %d as failure, keeps the pass and complains: %s', async (status, error) => {
    await using test = await openTestPhone(mint)
    const { server, phone } = test
    server.script('register', { status, headers: { Location: '/elsewhere' } })
    const { pass } = await phone.add(await mint.card(updatable(server.url)))

    expect(pass.registered).toBe(false)
    expect(server.requests.map((request) => request.kind)).toEqual(['register', 'log'])
    const device = pass.device?.deviceLibraryIdentifier
    expect(test.complaints()).toEqual([
      `Register task (for device ${device}, pass type ${passTypeIdentifier}, serial number card-1; with web service url ${server.url}) encountered error: ${error}`,
    ])
  })

  it('tries again after each of its growing waits, and a refresh goes on', async () => {
    await using test = await openTestPhone(mint, { retryWaitsMs: [1, 2, 4] })
    const { server, phone, steps } = test
    server.script('register', { status: 500 })
    await phone.add(await mint.card(updatable(server.url)))

    expect(server.requests.filter((request) => request.kind === 'register')).toHaveLength(4)
    expect(steps.flatMap((step) => (step.kind === 'retry' ? [step.waitMs] : []))).toEqual([1, 2, 4])
    expect((await phone.show('card-1')).registered).toBe(false)

    server.script('register', { status: 500 }, { status: 201 })
    await phone.refresh()
    expect((await phone.show('card-1')).registered).toBe(true)
    const devices = server.requests.filter((request) => request.kind === 'register').map((request) => request.url)
    expect(new Set(devices).size).toBe(1)
  })

  it('keeps to itself if the pass has no web service', async () => {
    await using test = await openTestPhone(mint)
    const { pass } = await test.phone.add(await mint.card())
    await test.phone.refresh()
    expect(test.server.requests).toEqual([])
    expect(pass).toMatchObject({ registered: false, webService: null, device: null })
  })
})

describe('removing a pass', () => {
  it('sends DELETE without a body', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    const { device } = await phone.show('card-1')
    expect(await phone.remove('card-1')).toEqual({ unregistered: true })

    expect(server.takeLog()).toEqual([
      `DELETE /v1/devices/${device?.deviceLibraryIdentifier}/registrations/${passTypeIdentifier}/card-1`,
    ])
    expect(server.requests.at(-1)?.body).toBe('')
    expect(await phone.list()).toEqual([])
  })

  it.each([200, 201])('takes %d as success', async (status) => {
    await using test = await phoneWithPass(mint)
    test.server.script('unregister', { status })
    expect(await test.phone.remove('card-1')).toEqual({ unregistered: true })
  })

  it.each([
    [204, 'Unexpected response code 204'],
    [401, 'Authentication failure'],
    [404, 'Unexpected response code 404'],
  ])('takes %d as failure: the pass is gone, the next refresh sends DELETE again', async (status, error) => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('unregister', { status }, { status: 200 })
    expect(await phone.remove('card-1')).toEqual({ unregistered: false })
    expect(await phone.list()).toEqual([])
    expect(test.complaints()).toEqual([expect.stringMatching(new RegExp(`^Unregister task .*: ${error}$`))])
    server.takeLog()

    await phone.refresh()
    expect(server.takeLog()).toEqual([expect.stringMatching(/^DELETE .*\/card-1$/)])
    await phone.refresh()
    expect(server.takeLog()).toEqual([])
  })

  it('is not sent any more once the pass is back', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('unregister', { status: 500 })
    await phone.remove('card-1')
    await phone.add(await mint.card(updatable(server.url)))
    server.takeLog()
    await phone.refresh()
    expect(server.takeLog().filter((line) => line.startsWith('DELETE'))).toEqual([])
    expect((await phone.show('card-1')).registered).toBe(true)
  })
})
