import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from './google-judge.ts'
import { type CampaignAtGoogle, startTwoWallets, type TwoWallets } from './google-servers.ts'

const patience = { timeout: 90_000, interval: 200 }
const chrome =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'

let wallets: TwoWallets
beforeAll(async () => {
  wallets = await startTwoWallets()
})
afterAll(() => wallets.stop())

/** Taps the button of a link's page. */
const tap = (link: string) =>
  fetch(`${link}?wallet=google`, { headers: { accept: 'text/html', 'user-agent': chrome }, redirect: 'manual' })
const atGoogle = async () =>
  (await wallets.api<CampaignAtGoogle>('GET', `/api/campaigns/${wallets.campaignId}`)).google!
const personal = (firstName: string) => ({ contact: { firstName }, voucher: { points: 10 } })

describe('Google’s API is away while links are opened and passes change', () => {
  it('iPhones notice nothing, Android phones get a link that needs no API or are asked to wait, and all is caught up', async () => {
    const { api, campaignId, google, passOf, events } = wallets
    await expect.poll(async () => (await atGoogle()).state, patience).toBe('approved')
    const before = await wallets.android('before')
    await before.phone.add(await wallets.link('before', personal('Grace')))
    const { id: beforeId } = await passOf('before')
    await expect.poll(() => events(beforeId), patience).toContain('download google')

    google.script({ kind: 'disconnect', path: '/walletobjects/', times: 'always' })
    await api('PATCH', `/api/passes/${beforeId}`, { voucher: { points: 20 } })

    // Apple.
    const iphone = await wallets.iphone('iphone')
    await iphone.phone.add(await wallets.link('ada', personal('Ada')))
    const { id } = await passOf('ada')
    await api('PATCH', `/api/passes/${id}`, { voucher: { points: 30 } })
    await expect.poll(() => iphone.shown.map(({ text }) => text), patience).toContain('You have 30 points now.')

    // What may not stand in a link has to wait.
    const waiting = await tap(await wallets.link('alan', personal('Alan')))
    expect(waiting.status).toBe(200)
    expect(waiting.headers.get('refresh')).toMatch(/^\d; url=\?wallet=google&attempt=1$/)
    expect(await waiting.text()).toContain('Your pass is being prepared')

    // What may, goes with the link: the phone saves it without the server's help.
    await api('PATCH', `/api/campaigns/${campaignId}`, { googlePersonalInLinks: true })
    const android = await wallets.android('android')
    const [saved] = await android.phone.add(await wallets.link('edsger', personal('Edsger')))
    expect(saved?.rows.flat()).toEqual(expect.arrayContaining([expect.objectContaining({ value: 'Edsger' })]))
    const { id: savedId } = await passOf('edsger')
    await expect.poll(() => events(savedId), patience).toContain('download google')
    await api('PATCH', `/api/passes/${savedId}`, { voucher: { points: 40 } })
    await expect.poll(async () => (await atGoogle()).waiting, patience).toBe(3)

    google.script({ kind: 'reset' })
    const points = async (phone: typeof android.phone) => (await phone.list())[0]?.rows.flat()[0]?.value
    await expect.poll(() => points(before.phone), patience).toBe('20')
    await expect.poll(() => points(android.phone), patience).toBe('40')
    await expect.poll(atGoogle, patience).toMatchObject({ state: 'approved', waiting: 0, etaSeconds: 0, fault: null })
    const led = await tap(await wallets.link('alan', personal('Alan')))
    expect([led.status, led.headers.get('location')]).toEqual([302, expect.stringContaining(`${google.saveUrl}/`)])

    await google.settled()
    // What was never answered is no payload that reached Google.
    const answered = google.received().filter(({ status }) => status !== null)
    expect(await faultsOf(answered, wallets.signer)).toEqual([])
  })
})
