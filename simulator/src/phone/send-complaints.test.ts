import { describe, expect, it } from 'vitest'
import { passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import type { ScriptedServer } from '../testing/scripted-server.ts'
import { listing, modified, openTestPhone, packaged, phoneWithPass, sharedMint } from '../testing/test-phone.ts'

const mint = await sharedMint()

describe('complaints', () => {
  const fault = (server: ScriptedServer, text: string) =>
    `Web service error for ${passTypeIdentifier} (${server.url}): ${text}`

  it('go to /v1/log as JSON, with their time, and are kept', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', { status: 500 })
    await phone.refresh()
    const { body } = server.requests.at(-1) ?? {}
    expect(JSON.parse(body ?? '')).toEqual({
      logs: [expect.stringMatching(/^\[2026-11-22 09:00:00 \+0000\] Get serial #s task /)],
    })
    expect(await phone.complaints()).toMatchObject([{ sent: true, webService: server.url }])
  })

  it.each([204, 201, 500])(
    'answered with %d have not arrived and are sent again, merged with newer ones',
    async (status) => {
      await using test = await phoneWithPass(mint)
      const { phone, server } = test
      server.script('log', { status }, { status: 200 })
      server.script('list', { status: 500 }, { status: 503 }, { status: 204 })
      await phone.refresh()
      await phone.refresh()
      await phone.refresh()
      const logs = server.requests
        .filter((request) => request.kind === 'log')
        .map((request) => JSON.parse(request.body).logs)
      expect(logs.map((lines) => lines.length)).toEqual([1, 2])
      expect(logs[1][0]).toBe(logs[0][0])
    },
  )

  it('are sent fifty at a time', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('log', { status: 500 })
    server.script('list', { status: 500 })
    for (let round = 0; round < 51; round++) await phone.refresh()
    server.script('log', { status: 200 })
    server.script('list', { status: 204 })
    const sent = server.requests.length
    await phone.refresh()
    await phone.refresh()
    const logs = server.requests.slice(sent).filter((request) => request.kind === 'log')
    expect(logs.map((request) => JSON.parse(request.body).logs.length)).toEqual([50, 1])
  })

  it('tell of a pass without Last-Modified', async () => {
    await using test = await openTestPhone(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '1'))
    server.script('get', packaged(await mint.card({ ...updatable(server.url), ...storeCard({ points: 11 }) })))
    await phone.add(await mint.card(updatable(server.url)))
    expect(test.complaints()).toEqual([
      fault(
        server,
        "Server returned the pass data for serial number 'card-1' but did not provide a 'last-modified' header.",
      ),
    ])
  })

  it('tell of If-Modified-Since being ignored', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '2'))
    server.script('get', packaged(await mint.card(updatable(server.url)), modified))
    await phone.refresh()
    expect(test.complaints()).toEqual([
      fault(
        server,
        `Server ignored the 'if-modified-since' header (${modified}) and returned the full unchanged pass data for serial number 'card-1'.`,
      ),
    ])
  })

  it('tell of a pass that was named though it is unchanged, but only 300 seconds after its last change', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server, clock } = test
    const justNow = 'Sun, 22 Nov 2026 09:00:00 GMT'
    server.script('list', listing(['card-1'], '2'), listing(['card-1'], '3'), listing(['card-1'], '4'))
    server.script('get', { status: 304, headers: { 'Last-Modified': justNow } }, { status: 304 })
    await phone.refresh()
    clock.advance(299_000)
    await phone.refresh()
    expect(test.complaints()).toEqual([])
    clock.advance(1_000)
    await phone.refresh()
    expect(test.complaints()).toEqual([
      fault(server, "Server requested update to serial number 'card-1', but the pass was unchanged."),
    ])
  })

  it('tell of a list with serial numbers but no tag; they are got and the tag is kept', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], undefined), { status: 204 })
    expect(await phone.refresh()).toHaveLength(1)
    await phone.refresh()
    expect(test.complaints()).toContain(
      fault(server, "Response to 'What changed?' request included 1 serial numbers but omitted a lastUpdated tag."),
    )
    expect(server.takeLog().at(-1)).toContain('passesUpdatedSince=1')
  })

  it('tell of a list with serial numbers and the tag that was sent', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', listing(['card-1'], '1'))
    expect(await phone.refresh()).toHaveLength(1)
    expect(test.complaints()).toContain(
      fault(
        server,
        "Response to 'What changed?' request included 1 serial numbers but the lastUpdated tag (1) remained the same.",
      ),
    )
  })

  it.each([
    ['204', { status: 204 }],
    ['an empty list', listing([], '1')],
  ])('tell of a push answered with %s, but only 300 seconds after the tag came', async (_, answer) => {
    await using test = await phoneWithPass(mint)
    const { phone, server, clock } = test
    server.script('list', { status: 204 }, answer)
    clock.advance(299_000)
    await phone.push(passTypeIdentifier)
    expect(test.complaints()).toEqual([])
    clock.advance(1_000)
    await phone.push(passTypeIdentifier)
    const { device } = await phone.show('card-1')
    expect(test.complaints()).toEqual([
      fault(
        server,
        `Device received spurious push. Request for passesUpdatedSince '1' returned no serial numbers. (Device = ${device?.deviceLibraryIdentifier})`,
      ),
    ])
  })

  it('do not tell of a push for one web service while another of that type had news, nor of a refresh without any', async () => {
    await using test = await phoneWithPass(mint)
    await using other = await openTestPhone(mint)
    const { phone, clock } = test
    other.server.script('list', listing([], '1'), listing(['elsewhere'], '2'))
    await phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))
    clock.advance(3_600_000)
    await phone.push(passTypeIdentifier)
    test.server.script('list', { status: 204 })
    other.server.script('list', { status: 204 })
    await phone.refresh()
    expect([...test.complaints(), ...other.complaints()]).toEqual([])
  })

  it('do not tell of a push while one of its web services could not be asked', async () => {
    await using test = await phoneWithPass(mint)
    await using other = await openTestPhone(mint)
    other.server.script('list', listing([], '1'), { status: 500 })
    await test.phone.add(await mint.card({ ...updatable(other.server.url), serialNumber: 'elsewhere' }))
    test.clock.advance(3_600_000)
    await test.phone.push(passTypeIdentifier)
    expect([...test.complaints(), ...other.complaints()]).toEqual([
      expect.stringMatching(/^Get serial #s task .*: Unexpected response code 500$/),
    ])
  })

  it('tell of an update for a pass that is not on the phone, unless one was removed within the hour', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server, clock } = test
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }))
    await phone.remove('card-2')
    server.script('list', listing(['card-2'], '2'), listing(['card-2'], '3'))
    clock.advance(3_599_000)
    await phone.refresh()
    expect(test.complaints()).toEqual([])
    clock.advance(1_000)
    await phone.refresh()
    expect(test.complaints()).toEqual([fault(server, 'Update requested for unregistered serial number card-2')])
  })

  it('tell of a server that cannot be reached once it can', async () => {
    await using test = await phoneWithPass(mint)
    const { phone, server } = test
    server.script('list', { status: 0, hangUp: true }, { status: 204 })
    server.script('log', { status: 0, hangUp: true }, { status: 200 })
    await phone.refresh()
    await phone.refresh()
    expect(test.complaints().at(-1)).toMatch(/^Get serial #s task .*: The network connection was lost\.$/)
    expect(await phone.complaints()).toMatchObject([{ sent: true }])
  })
})
