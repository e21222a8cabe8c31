import { readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAcceptedByOthers } from '../../../packages/pkpass/src/testing/accepted-by-others.ts'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../test/apple-world.ts'
import type { Pass } from '../passes/pass.ts'

let apple: AppleWorld
let campaign: string
let pass: Pass
let key: string
beforeAll(async () => {
  apple = await openAppleWorld()
  campaign = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
  pass = await apple.issue(campaign, 'ada', { 'contact.firstName': 'Ada', 'voucher.points': 3 })
  await apple.world.number()
  key = await apple.apiKey(['passes:read'])
})
afterAll(() => apple.close())

const download = (id: string, authorization = `Bearer ${key}`) =>
  apple.app.inject({ method: 'GET', url: `/api/passes/${id}/pkpass`, headers: { authorization } })

describe('GET /api/passes/:id/pkpass', () => {
  it('answers the pass as a file to attach to a mail', async () => {
    const answer = await download(pass.id)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.apple.pkpass',
      'content-disposition': `attachment; filename="${pass.serial}.pkpass"`,
      'content-length': String(answer.rawPayload.length),
      'cache-control': 'no-store, no-transform',
      'last-modified': (await apple.reload(pass)).modifiedAt.toUTCString(),
    })
    expectAcceptedByOthers(answer.rawPayload)
    const { pass: json, files } = readPass(answer.rawPayload)
    expect(json.storeCard).toEqual({
      headerFields: [{ key: 'points', label: 'POINTS', value: 3, numberStyle: 'PKNumberStyleDecimal' }],
      primaryFields: [{ key: 'name', label: 'NAME', value: 'Ada' }],
    })
    expect([...files.keys()]).toEqual(expect.arrayContaining(['icon.png', 'icon@2x.png', 'icon@3x.png']))
  })

  it('is the same pass that a phone fetches, down to the manifest', async () => {
    const [mail, phone] = [await download(pass.id), await apple.phone.fetch(pass)]
    expect(readPass(mail.rawPayload).manifest).toEqual(readPass(phone.rawPayload).manifest)
  })

  it('installs nothing', async () => {
    await download(pass.id)
    expect((await apple.reload(pass)).firstInstalledAt).toBeNull()
  })

  it('answers 404 for an unknown pass', async () => {
    expect((await download('pas_nobody')).json()).toMatchObject({ code: 'not_found' })
  })

  it('asks for the scope passes:read, and for a key that is not limited to other campaigns', async () => {
    expect((await download(pass.id, '')).statusCode).toBe(401)
    expect((await download(pass.id, `Bearer ${await apple.apiKey(['passes:write'])}`)).statusCode).toBe(403)
    expect((await download(pass.id, `Bearer ${await apple.apiKey(['passes:read'], ['cam_other'])}`)).statusCode).toBe(
      403,
    )
    expect((await download(pass.id, `Bearer ${await apple.apiKey(['passes:read'], [campaign])}`)).statusCode).toBe(200)
  })

  it('says at which places of the content a pass is nothing that Wallet takes', async () => {
    const source = loyaltyCard({ icon: await apple.asset(await icon()) }, { apple: { nfc: { message: 'm' } } })
    const unfit = await apple.issue(await apple.world.publish(source), 'ada')
    const answer = await download(unfit.id)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'pass_unfit' })
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toEqual(
      expect.arrayContaining(['/content/apple/nfc/encryptionPublicKey']),
    )
  })

  it('refuses to sign with a certificate that has expired, and says so', async () => {
    const now = apple.world.clock.now()
    apple.world.clock.advance(366 * 86_400_000)
    const answer = await download(pass.id)
    apple.world.clock.set(now.toISOString())
    expect(answer.statusCode).toBe(409)
    expect(answer.json().detail).toMatch(/certificate/i)
  })
})
