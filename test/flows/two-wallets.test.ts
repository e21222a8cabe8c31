import type { AndroidPhone } from '@billfold/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from './google-judge.ts'
import { startTwoWallets, type TwoWallets } from './google-servers.ts'

const patience = { timeout: 60_000, interval: 100 }

let wallets: TwoWallets
beforeAll(async () => {
  wallets = await startTwoWallets()
})
afterAll(() => wallets.stop())

/** What the one pass on a phone shows on its card, as `Label: value`. */
async function rowsOn(phone: AndroidPhone): Promise<string[]> {
  const [pass] = await phone.list()
  return (pass?.rows.flat() ?? []).map(({ label, value }) => `${label}: ${value}`)
}

describe('one link, on an iPhone and on an Android phone', () => {
  it('both are given the pass, hear of each change, see it void, and remove it', async () => {
    const { api, campaignId, events } = wallets
    const link = await wallets.link('ada', { contact: { firstName: 'Ada' }, voucher: { points: 120 } })
    const iphone = await wallets.iphone('iphone')
    const android = await wallets.android('android')

    const { pass } = await iphone.phone.add(link)
    const [saved] = await android.phone.add(link)
    const { id, serialNumber } = await wallets.passOf('ada')
    expect(pass.serialNumber).toBe(serialNumber)
    expect(saved).toMatchObject({ state: 'ACTIVE', title: { issuer: 'Northside Coffee' } })
    expect(saved!.objectId.split('.')[1]).toBe(serialNumber)
    expect(await rowsOn(android.phone)).toEqual(expect.arrayContaining(['Points: 120']))
    await expect.poll(() => events(id), patience).toEqual(expect.arrayContaining(['download apple', 'download google']))

    await api('PATCH', `/api/passes/${id}`, { voucher: { points: 140 } })
    const texts = (shown: readonly { text: string }[]) => shown.map(({ text }) => text)
    await expect.poll(() => texts(iphone.shown), patience).toContain('You have 140 points now.')
    await expect.poll(() => texts(android.shown), patience).toContain('You have 140 points now.')
    expect(await rowsOn(android.phone)).toEqual(expect.arrayContaining(['Points: 140']))

    const { draft } = await api<{ draft: { content: { fields: { secondary: [object, object] } } } }>(
      'GET',
      `/api/campaigns/${campaignId}`,
    )
    draft.content.fields.secondary[1] = { ...draft.content.fields.secondary[1], value: 'today' }
    await api('PUT', `/api/campaigns/${campaignId}/draft`, draft)
    await api('POST', `/api/campaigns/${campaignId}/revisions`)
    await expect.poll(() => texts(iphone.shown), patience).toContain('The next free coffee: today')
    await expect.poll(() => texts(android.shown), patience).toContain('The next free coffee: today')
    expect(await rowsOn(android.phone)).toEqual(expect.arrayContaining(['NEXT FREE COFFEE: today']))

    await api('POST', `/api/passes/${id}/void`, { reason: 'lost' })
    await expect.poll(async () => (await iphone.phone.show(serialNumber)).voided, patience).toBe(true)
    await expect.poll(async () => (await android.phone.list())[0]?.state, patience).toBe('INACTIVE')

    expect(await android.phone.remove(saved!.objectId)).toEqual({ told: true })
    expect(await iphone.phone.remove(serialNumber)).toEqual({ unregistered: true })
    await expect.poll(() => events(id), patience).toEqual(expect.arrayContaining(['delete apple', 'delete google']))
    expect((await events(id)).filter((type) => type.startsWith('download'))).toHaveLength(2)
  })

  it('whatever reached Google is as Google’s description has it, and signed', async () => {
    await wallets.google.settled()
    const received = wallets.google.received()
    const sent = (method: string, path: string) =>
      received.filter((request) => request.method === method && request.path.startsWith(path)).length
    expect(sent('POST', '/walletobjects/v1/loyaltyClass')).toBeGreaterThan(0)
    expect(sent('PATCH', '/walletobjects/v1/loyaltyClass/')).toBeGreaterThan(0)
    expect(sent('POST', '/walletobjects/v1/loyaltyObject')).toBeGreaterThan(0)
    expect(sent('PATCH', '/walletobjects/v1/loyaltyObject/')).toBeGreaterThan(0)
    expect(sent('POST', '/gp/v/save/')).toBe(1)
    expect(sent('POST', '/token')).toBeGreaterThan(0)
    expect(await faultsOf(received, wallets.signer)).toEqual([])
    expect(wallets.google.callbacks().map(({ eventType }) => eventType)).toEqual(['save', 'del'])
  })
})
