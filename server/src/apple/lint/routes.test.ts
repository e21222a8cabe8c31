import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flight, posterTicket } from '../../../../packages/pkpass/src/testing/full-passes.ts'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'

let apple: AppleWorld
let key: string
beforeAll(async () => {
  apple = await openAppleWorld()
  key = await apple.apiKey(['passes:read'])
})
afterAll(() => apple.close())

const post = (payload: string | Buffer, contentType: string, authorization = `Bearer ${key}`) =>
  apple.app.inject({
    method: 'POST',
    url: '/api/passes/lint',
    headers: { authorization, 'content-type': contentType },
    payload,
  })
const lint = async (body: object) => {
  const answer = await post(JSON.stringify(body), 'application/json')
  expect(answer.statusCode).toBe(200)
  return answer.json()
}

describe('POST /api/passes/lint', () => {
  it('looks at a pass that Billfold has made itself, and finds it good', async () => {
    const campaign = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
    const pass = await apple.issue(campaign, 'ada', { 'contact.firstName': 'Ada', 'voucher.points': 3 })
    await apple.world.number()
    const authorization = `Bearer ${key}`
    const file = await apple.app.inject({ url: `/api/passes/${pass.id}/pkpass`, headers: { authorization } })
    const answer = await post(file.rawPayload, 'application/vnd.apple.pkpass')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ accepted: true, schemes: [] })
    expect(answer.json().issues.map(({ code }: { code: string }) => code)).toEqual(['CONTACT_MISSING'])
  })

  it('lists everything of a pass.json, as the library says it', async () => {
    const { venueRoom: _, ...semantics } = posterTicket.semantics!
    const answer = await lint({ pass: { ...posterTicket, voided: 'no', semantics } })
    expect(answer).toMatchObject({
      accepted: false,
      issues: [
        { code: 'TYPE_WRONG', severity: 'error', path: 'voided', message: expect.any(String), fix: expect.any(String) },
        { code: 'SCHEME_REQUIREMENT_MISSING', path: 'semantics.venueRoom', doubt: expect.stringContaining('Apple') },
      ],
      schemes: [
        {
          scheme: 'posterEventTicket',
          knownSinceIos: 18,
          verdict: 'uncertain',
          usedSinceIos: 18,
          missing: [{ path: 'semantics.venueRoom', level: 'required', doubt: expect.stringContaining('Apple') }],
        },
      ],
    })
    expect(answer).not.toHaveProperty('comparison')
  })

  it('knows the files and personalization.json that it is told of', async () => {
    const { issues } = await lint({ pass: posterTicket, files: ['icon.png'], personalization: {} })
    expect(issues.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['artwork.png', 'personalization.json.description', 'personalizationLogo.png']),
    )
  })

  it('compares with the version that phones have', async () => {
    const gate = {
      ...flight.boardingPass!.headerFields![0]!,
      value: '2026-03-01T10:30+00:00',
      timeStyle: 'PKDateStyleShort',
    }
    const pass = { ...flight, boardingPass: { ...flight.boardingPass, headerFields: [gate] } }
    const { comparison } = await lint({ pass, against: flight, timeZone: 'Europe/Berlin' })
    expect(comparison).toMatchObject({
      changes: [{ key: 'gate', before: '1A', after: '11:30 AM', changeMessage: 'Gate changed to %@' }],
      lockScreen: [
        { style: 'boardingPass', kind: 'message', text: 'Gate changed to 11:30 AM', untilIos: 25 },
        { kind: 'silent', sinceIos: 26, doubt: expect.any(String) },
      ],
    })
    expect((await lint({ pass: { ...flight, serialNumber: 'x' }, against: flight })).accepted).toBe(false)
  })

  it('says of what is no pass that it is none', async () => {
    expect((await post(Buffer.from('no zip'), 'application/vnd.apple.pkpass')).json()).toMatchObject({
      accepted: false,
      issues: [{ code: 'ZIP_INVALID', path: 'archive' }],
    })
    expect((await lint({ pass: {} })).issues.length).toBeGreaterThan(5)
  })

  it.each([
    [{}, '/pass'],
    [{ pass: [] }, '/pass'],
    [{ pass: {}, passes: [] }, '/passes'],
    [{ pass: {}, timeZone: 'Mars/Base' }, '/timeZone'],
  ])('refuses %j and names the place', async (body, path) => {
    const answer = await post(JSON.stringify(body), 'application/json')
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    expect(answer.json().errors).toMatchObject([{ path, fix: expect.any(String) }])
  })

  it('refuses other bodies, and one that is too large', async () => {
    expect((await post('<pass/>', 'application/xml')).json()).toMatchObject({ code: 'unsupported_media_type' })
    expect((await post('{', 'application/json')).json()).toMatchObject({ code: 'malformed_body' })
    const large = Buffer.alloc(10 * 1024 * 1024 + 1)
    expect((await post(large, 'application/vnd.apple.pkpass')).json()).toMatchObject({ code: 'body_too_large' })
  })

  it('asks for the scope passes:read', async () => {
    const body = JSON.stringify({ pass: {} })
    expect((await post(body, 'application/json', '')).statusCode).toBe(401)
    const other = `Bearer ${await apple.apiKey(['passes:write'])}`
    expect((await post(body, 'application/json', other)).statusCode).toBe(403)
  })
})
