import { describe, expect, it } from 'vitest'
import { passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import { listing, modified, openTestPhone, packaged, phoneWithPass, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

describe('a list', () => {
  it('stores the tag as it is and sends it with the next one', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing([], 'a+b&c=d e'), { status: 204 })
    await phone.refresh()
    await phone.refresh()
    expect(server.takeLog().map((line) => line.split('?')[1])).toEqual([
      'passesUpdatedSince=1',
      'passesUpdatedSince=a+b&c=d%20e',
    ])
  })

  it('keeps the tag when there is nothing new', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    await phone.refresh()
    await phone.refresh()
    expect(server.takeLog().map((line) => line.split('?')[1])).toEqual(['passesUpdatedSince=1', 'passesUpdatedSince=1'])
  })

  it('has a tag for each pass type', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing([], 'tea-5'), { status: 204 })
    const tea = { ...updatable(server.url), serialNumber: 'tea' }
    await phone.add(await mint.card(tea, { type: 'pass.com.example.tea' }))
    server.takeLog()
    await phone.refresh()
    expect(server.takeLog().map((line) => line.split('/registrations/')[1])).toEqual([
      `${passTypeIdentifier}?passesUpdatedSince=1`,
      'pass.com.example.tea?passesUpdatedSince=tea-5',
    ])
  })

  it.each([
    ['a number as tag', '{"serialNumbers":["card-1"],"lastUpdated":5}', 'lastUpdated'],
    ['null as tag', '{"serialNumbers":["card-1"],"lastUpdated":null}', 'lastUpdated'],
    ['a number among the serials', '{"serialNumbers":["card-1",5],"lastUpdated":"2"}', 'serialNumbers'],
    ['one serial instead of a list', '{"serialNumbers":"card-1","lastUpdated":"2"}', 'serialNumbers'],
    ['no serials', '{"lastUpdated":"2"}', 'serialNumbers'],
    ['an array', '["card-1"]', 'dictionary'],
    ['broken JSON', '{"serialNumbers":["card-1"', 'JSON'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'JSON'],
    ['no body', '', 'Missing response data'],
  ])('with %s is malformed: nothing of it is used', async (_, body, reason) => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', { status: 200, body }, { status: 204 })
    expect(await phone.refresh()).toEqual([])
    await phone.refresh()

    expect(test.complaints()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Get serial #s task \\(for device [0-9a-f]{32}, pass type ${passTypeIdentifier}, last updated 1; with web service url ${server.url}\\) encountered error: Server response was malformed \\(.*${reason}.*\\)$`,
        ),
      ),
    ])
    expect(server.takeLog().at(-1)).toContain('passesUpdatedSince=1')
  })

  it.each([401, 404, 500])('with status %d has failed', async (status) => {
    await using test = await phoneWithPass(mint)
    test.server.script('list', { status })
    await test.phone.refresh()
    expect(test.complaints()).toEqual([expect.stringMatching(`encountered error: Unexpected response code ${status}$`)])
  })

  it('may name passes that the phone does not hold: they are not got', async () => {
    await using test = await phoneWithPass(mint)
    test.server.script('list', listing(['stranger'], '2'))
    await test.phone.refresh()
    expect(test.server.takeLog().filter((line) => line.includes('/v1/passes/'))).toEqual([])
  })
})

describe('a push', () => {
  it('lists each web service of its pass type, with the tag, and gets what is named', async () => {
    await using test = await phoneWithPass(mint)
    await using other = await openTestPhone(mint)
    const { phone, server } = test
    await phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))
    await phone.add(
      await mint.card({ ...updatable(server.url), serialNumber: 'tea' }, { type: 'pass.com.example.tea' }),
    )
    server.takeLog()
    other.server.takeLog()
    server.script('list', listing(['card-1'], '2'))
    server.script(
      'get',
      packaged(await mint.card({ ...updatable(server.url), ...storeCard({ news: 'Hello' }) }), modified),
    )

    expect(await phone.push(passTypeIdentifier)).toMatchObject([{ serialNumber: 'card-1', lockScreen: 'Hello' }])
    expect(server.takeLog()).toEqual([
      expect.stringMatching(/\/registrations\/pass\.com\.example\.coffee\?passesUpdatedSince=1$/),
      `GET /v1/passes/${passTypeIdentifier}/card-1`,
    ])
    expect(other.server.takeLog()).toEqual([expect.stringMatching(/^GET \/v1\/devices\//)])
  })

  it('for a type that the phone does not hold does nothing', async () => {
    await using test = await phoneWithPass(mint)
    expect(await test.phone.push('pass.com.example.other')).toEqual([])
    expect(test.server.takeLog()).toEqual([])
  })
})
