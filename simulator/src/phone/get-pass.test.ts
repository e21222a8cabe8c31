import { describe, expect, it } from 'vitest'
import { passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import type { ScriptedServer } from '../testing/scripted-server.ts'
import { listing, modified, openTestPhone, packaged, phoneWithPass, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

describe('getting a pass', () => {
  it('replaces it if its content has changed', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server, clock } = test
    server.script('list', listing(['card-1'], '2'))
    server.script(
      'get',
      packaged(await mint.card({ ...updatable(server.url), ...storeCard({ points: 20 }) }), modified),
    )
    clock.advance(60_000)
    const updates = await phone.refresh()

    expect(updates).toEqual([
      { passTypeIdentifier, serialNumber: 'card-1', outcome: 'updated', lockScreen: 'You have 20 points.' },
    ])
    const pass = await phone.show('card-1')
    expect(pass.fields.header).toEqual([{ key: 'points', label: 'Points', value: '20' }])
    expect(pass.updatedAt).toBe('2026-11-22T09:01:00.000Z')
    expect(pass.addedAt).toBe('2026-11-22T09:00:00.000Z')
  })

  it('is silent if the manifest is the same, though the package was signed anew', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '2'))
    const signedAnew = await mint.card(updatable(server.url), { signingTime: new Date('2026-11-22T08:59:00Z') })
    server.script('get', packaged(signedAnew, modified))
    expect(await phone.refresh()).toMatchObject([{ outcome: 'unchanged', lockScreen: undefined }])
    expect(test.lockScreen).toEqual([])
  })

  it.each([
    [401, 'Authentication failure'],
    [404, 'Unexpected response code 404'],
    [204, 'Unexpected response code 204'],
    [302, 'Unexpected response code 302'],
  ])('fails with %d, the pass stays and the next refresh asks again', async (status, error) => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '2'), { status: 204 })
    server.script('get', { status, headers: { Location: '/elsewhere' } }, { status: 304 })
    expect(await phone.refresh()).toMatchObject([{ outcome: 'failed' }])
    expect(test.complaints()).toEqual([
      `Get pass task (pass type ${passTypeIdentifier}, serial number card-1, if-modified-since ${modified}; with web service url ${server.url}) encountered error: ${error}`,
    ])
    expect(await phone.list()).toHaveLength(1)

    expect(await phone.refresh()).toMatchObject([{ outcome: 'unchanged' }])
    expect(await phone.refresh()).toEqual([])
  })

  it.each([
    [
      'another serial number',
      (server: ScriptedServer) => mint.card({ ...updatable(server.url), serialNumber: 'card-9' }),
      'Requested serial number card-1, received serial number card-9',
    ],
    [
      'another pass type',
      (server: ScriptedServer) => mint.card(updatable(server.url), { type: 'pass.com.example.tea' }),
      `Requested pass of type ${passTypeIdentifier}, received pass of type pass.com.example.tea`,
    ],
    ['a web page', async () => Buffer.from('<html>'), 'Received invalid pass data ('],
    ['nothing', async () => Buffer.alloc(0), 'Server response was malformed (Missing response data)'],
  ])('is refused if it is %s', async (_, content, error) => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    const before = await phone.show('card-1')
    server.script('list', listing(['card-1'], '2'))
    server.script('get', packaged(await content(server), modified))
    expect(await phone.refresh()).toMatchObject([{ outcome: 'failed' }])
    expect(test.complaints()).toEqual([expect.stringContaining(`encountered error: ${error}`)])
    expect(await phone.show('card-1')).toEqual(before)
  })

  it('is refused if it was tampered with, with all findings for people', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server, steps } = test
    const bytes = await mint.card({ ...updatable(server.url), ...storeCard({ points: 20 }) })
    const at = Buffer.from(bytes).indexOf('"Ada Lovelace"')
    bytes.set(Buffer.from('"Eve Lovelace"'), at)
    server.script('list', listing(['card-1'], '2'))
    server.script('get', packaged(bytes, modified))
    await phone.refresh()
    expect(steps).toContainEqual(expect.objectContaining({ kind: 'refused', serialNumber: 'card-1' }))
    expect((await phone.show('card-1')).fields.primary[0]?.value).toBe('Ada Lovelace')
  })

  it('moves to another web service if the update says so, and registers there', async () => {
    await using test = await phoneWithPass(mint)
    await using other = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '2'))
    server.script('get', packaged(await mint.card(updatable(other.server.url)), modified))
    await phone.refresh()
    await phone.refresh()
    expect(other.server.requests.map((request) => request.kind)).toEqual(['register', 'list'])
    expect((await phone.show('card-1')).registered).toBe(true)
  })
})
