import { readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAcceptedByOthers } from '../../../../packages/pkpass/src/testing/accepted-by-others.ts'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import { transact } from '../../log/transact.ts'
import { changeTokens } from '../../passes/change-tokens.ts'
import type { RevisionSource } from '../../passes/content/revision.ts'
import { lockPass, type Pass } from '../../passes/pass.ts'
import { voidPass } from '../../passes/void.ts'

let apple: AppleWorld
let source: RevisionSource
let campaign: string
let contacts = 0
beforeAll(async () => {
  apple = await openAppleWorld()
  source = loyaltyCard({ icon: await apple.asset(await icon()) })
  campaign = await apple.world.publish(source)
  await apple.world.number()
})
afterAll(() => apple.close())

const newPass = async () => {
  const pass = await apple.issue(campaign, `contact-${++contacts}`)
  await apple.world.number()
  return pass
}
const setPoints = (pass: Pass, points: number) => {
  const { core, customerId, clock } = apple.world
  return transact(core, customerId, async (trx) => {
    const held = (await lockPass(trx, core.keys, customerId, { id: pass.id })) as Pass
    await changeTokens(core, trx, held, { 'voucher.points': points }, { kind: 'api' }, clock.now())
  })
}
const passJson = (bytes: Uint8Array) => readPass(bytes).pass
const pointsOf = (bytes: Uint8Array) => passJson(bytes).storeCard?.headerFields?.[0]?.value
const lastModified = (answer: { headers: Record<string, unknown> }) => String(answer.headers['last-modified'])

describe('Send an Updated Pass', () => {
  it('sends a pass that openssl and unzip accept, with the headers that wallets want', async () => {
    const pass = await newPass()
    const answer = await apple.phone.fetch(pass)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.apple.pkpass',
      'content-length': String(answer.rawPayload.length),
      'cache-control': 'no-store, no-transform',
    })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expectAcceptedByOthers(answer.rawPayload)
    expect(passJson(answer.rawPayload)).toMatchObject({
      passTypeIdentifier: 'pass.test.world',
      teamIdentifier: 'TEAM123456',
      serialNumber: pass.serial,
      webServiceURL: 'https://passes.example',
      authenticationToken: apple.phone.authorization(pass).slice('ApplePass '.length),
    })
  })

  it('dates it in whole seconds and answers 304 to that very date', async () => {
    const pass = await newPass()
    const first = await apple.phone.fetch(pass)
    expect(lastModified(first)).toBe(new Date(Math.floor(pass.modifiedAt.getTime() / 1000) * 1000).toUTCString())
    const second = await apple.phone.fetch(pass, lastModified(first))
    expect([second.statusCode, second.body]).toEqual([304, ''])
    expect(lastModified(second)).toBe(lastModified(first))
  })

  it('sends each of two changes within one second', async () => {
    const pass = await newPass()
    let seen = lastModified(await apple.phone.fetch(pass))
    for (const points of [1, 2]) {
      await setPoints(pass, points)
      await apple.world.number()
      const answer = await apple.phone.fetch(pass, seen)
      expect([answer.statusCode, pointsOf(answer.rawPayload)]).toEqual([200, points])
      expect(Date.parse(lastModified(answer))).toBeGreaterThan(Date.parse(seen))
      seen = lastModified(answer)
      expect((await apple.phone.fetch(pass, seen)).statusCode).toBe(304)
    }
  })

  it.each(['the pass, then its campaign', 'the campaign, then the pass'])(
    'sends changes of %s within one second, each',
    async (order) => {
      const pass = await newPass()
      let seen = lastModified(await apple.phone.fetch(pass))
      const changes = [() => setPoints(pass, 5), async () => void (await apple.world.publish(source, campaign))]
      if (order.startsWith('the campaign')) changes.reverse()
      for (const change of changes) {
        await change()
        await apple.world.number()
        const answer = await apple.phone.fetch(pass, seen)
        expect(answer.statusCode).toBe(200)
        seen = lastModified(answer)
      }
    },
  )

  it('sends no 304 while a visible change waits for its number, and sends the change already', async () => {
    const pass = await newPass()
    const seen = lastModified(await apple.phone.fetch(pass))
    await setPoints(pass, 9)
    const early = await apple.phone.fetch(pass, seen)
    expect([early.statusCode, pointsOf(early.rawPayload)]).toEqual([200, 9])
    await apple.world.number()
    const late = await apple.phone.fetch(pass, lastModified(early))
    expect([late.statusCode, pointsOf(late.rawPayload)]).toEqual([200, 9])
    expect(readPass(late.rawPayload).manifest).toEqual(readPass(early.rawPayload).manifest)
  })

  it('sends no 304 while a change of the campaign waits for its number', async () => {
    const pass = await newPass()
    const seen = lastModified(await apple.phone.fetch(pass))
    await apple.world.publish(source, campaign)
    expect((await apple.phone.fetch(pass, seen)).statusCode).toBe(200)
    await apple.world.number()
  })

  it.each(['', 'yesterday', '1763800000', '2099-01-01T00:00:00Z', 'Fri, 31 Foo 2099 00:00:00 GMT'])(
    'takes If-Modified-Since "%s" for absent',
    async (ifModifiedSince) => {
      expect((await apple.phone.fetch(await newPass(), ifModifiedSince)).statusCode).toBe(200)
    },
  )

  it('answers 304 to a later date too, in each of the three forms of RFC 9110, and not to an earlier one', async () => {
    const pass = await newPass()
    const stamp = Date.parse(lastModified(await apple.phone.fetch(pass)))
    for (const [date, status] of [
      ['Sun, 06 Nov 2061 08:49:37 GMT', 304],
      ['Sun Nov  6 08:49:37 2061', 304],
      ['Sunday, 06-Nov-94 08:49:37 GMT', 200],
      [new Date(stamp + 1000).toUTCString(), 304],
      [new Date(stamp - 1000).toUTCString(), 200],
    ] as const) {
      expect((await apple.phone.fetch(pass, date)).statusCode).toBe(status)
    }
  })

  it('answers HEAD as GET, without a body and without signing anything', async () => {
    const pass = await newPass()
    const { deps } = apple
    const sign = deps.templates.of
    let signed = 0
    Object.assign(deps.templates, {
      of: (...args: Parameters<typeof sign>) => {
        signed++
        return sign(...args)
      },
    })
    const head = await apple.phone.fetch(pass, undefined, 'HEAD')
    expect([head.statusCode, head.body, signed]).toEqual([200, '', 0])
    const get = await apple.phone.fetch(pass)
    expect(signed).toBe(1)
    for (const name of ['content-type', 'last-modified', 'cache-control'])
      expect(head.headers[name]).toBe(get.headers[name])
    expect((await apple.phone.fetch(pass, lastModified(head), 'HEAD')).statusCode).toBe(304)
  })

  it('gives the same content the same manifest, so that a phone says nothing', async () => {
    const pass = await newPass()
    const [one, two] = [await apple.phone.fetch(pass), await apple.phone.fetch(pass)]
    expect(readPass(one.rawPayload).manifest).toEqual(readPass(two.rawPayload).manifest)
  })

  it('sends a void pass as void', async () => {
    const pass = await newPass()
    await voidPass(apple.world.core, apple.world.customerId, pass.id)
    await apple.world.number()
    expect(passJson((await apple.phone.fetch(pass)).rawPayload)).toMatchObject({ voided: true })
  })

  it('tells a phone of a database that is gone as of a failure that passes', async () => {
    const pass = await newPass()
    const { pool } = apple.world.database
    const query = pool.query
    pool.query = (() => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))) as never
    const answer = await apple.phone.fetch(pass)
    pool.query = query
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['content-type']).toMatch(/json/)
  })
})
