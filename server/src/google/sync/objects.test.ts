import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GoogleWorld, openGoogleWorld } from '../../../test/google-world.ts'

let google: GoogleWorld
let campaignId: string
beforeAll(async () => {
  google = await openGoogleWorld()
  campaignId = await google.publish()
})
afterAll(() => google.close())
beforeEach(() => {
  google.google.script({ kind: 'reset' })
  google.forget()
})

describe('a class', () => {
  it('is made when its campaign is published', async () => {
    console.log(
      google.google.received().map((r) => [r.method, r.path, r.status, JSON.stringify(r.answer).slice(0, 1500)]),
    )
    expect(await google.classRow(campaignId)).toMatchObject({ outcome: 'accepted', review_status: 'APPROVED' })
    const pass = await google.install(campaignId)
    console.log(
      google
        .requests()
        .map((r) => [r.method, r.path, r.status, JSON.stringify(r.body), JSON.stringify(r.answer).slice(0, 500)]),
    )
    console.log(await google.row(pass))
    await google.save(pass)
    await google.setTokens(pass, { 'voucher.points': 5 })
    await google.settle()
    console.log(
      google
        .requests()
        .map((r) => [r.method, r.path, r.status, JSON.stringify(r.body), JSON.stringify(r.answer).slice(0, 500)]),
    )
    console.log(await google.row(pass), google.alarms, google.warnings)
  })
})
