import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RevisionSource } from '../../passes/content/revision.ts'
import { browserAccept, windowsChrome } from '../testing.ts'
import { useGoogleStudio } from './testing/google-studio.ts'

const androidChrome =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile Safari/537.36'
const inInstagram =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 380.0'

const studio = useGoogleStudio()
let contacts = 0
const newContact = () => `contact-${++contacts}`

/** A card that shows nothing personal, unless its content says so. */
const plainCard = (content: object = {}): RevisionSource => ({
  kind: 'loyalty',
  tokens: [
    { name: 'contact.firstName', personal: true, default: 'friend', sample: 'Ada' },
    { name: 'voucher.points', personal: false, type: 'number', default: 0 },
  ],
  content: {
    issuerName: 'Roast & Co',
    title: 'Coffee Card',
    description: 'Loyalty card',
    images: { icon: studio.imageId, logo: studio.imageId },
    fields: { header: [{ key: 'points', label: 'POINTS', value: '{{ voucher.points }}' }] },
    ...content,
  } as RevisionSource['content'],
  variants: [],
})
const named = { fields: { primary: [{ key: 'name', label: 'NAME', value: '{{ contact.firstName }}' }] } }
const rotating = {
  barcode: { format: 'qr', message: 'C0FFEE', rotating: { periodSeconds: 30, digits: 8, pattern: 'C-{code}' } },
}

const linkOf = (campaignId: string, contactId = newContact(), more = {}) =>
  studio.link({ campaignId, contactId, platform: 'google', ...more })
const openOnAndroid = (path: string) => studio.open(path, { userAgent: androidChrome })
const openButton = (path: string) => studio.open(`${path}?wallet=google`)
const claimsOf = (location: unknown) => {
  const [prefix, jwt] = [String(location).slice(0, studio.virtual.saveUrl.length), String(location).split('/').at(-1)!]
  expect(prefix).toBe(studio.virtual.saveUrl)
  return decodeJwt<{ payload: Record<string, Record<string, unknown>[]>; origins: string[] }>(jwt)
}
const saves = async (location: unknown) => {
  const response = await fetch(String(location), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ account: `${newContact()}@example.com` }),
  })
  return response.status
}

beforeEach(() => {
  studio.virtual.script({ kind: 'reset' })
  studio.accounts.clock.turn(600_000)
})

describe('an Android phone whose link asks for Google Wallet', () => {
  test('is led to Google, which has the pass by then', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    const contactId = newContact()
    const before = studio.writes().length
    const answer = await openOnAndroid(await linkOf(campaignId, contactId))
    expect(answer.statusCode).toBe(302)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    const pass = (await studio.passOf(campaignId, contactId))!
    const { payload, origins } = claimsOf(answer.headers.location)
    const [classId, id] = [`${studio.issuerId}.${campaignId}`, `${studio.issuerId}.${pass.serial}`]
    expect(payload).toEqual({ loyaltyObjects: [{ id, classId }] })
    expect(origins).toEqual(['https://passes.example'])
    expect(studio.writes().slice(before)).toMatchObject([{ method: 'POST', status: 200, body: { id } }])
    expect(await studio.events(pass.id)).toMatchObject([
      { type: 'created' },
      { type: 'opened', data: { platform: 'google' } },
    ])
    expect(await saves(answer.headers.location)).toBe(200)
  })

  test('costs Google nothing when it opens the link again', async () => {
    const path = await linkOf(await studio.publishAtGoogle(plainCard()))
    const first = await openOnAndroid(path)
    const before = studio.writes().length
    const second = await openOnAndroid(path)
    expect(studio.writes()).toHaveLength(before)
    expect(claimsOf(second.headers.location).payload).toEqual(claimsOf(first.headers.location).payload)
  })

  test('a hundred times at once inserts it once', async () => {
    const path = await linkOf(await studio.publishAtGoogle(plainCard()))
    const before = studio.writes().length
    const answers = await Promise.all(Array.from({ length: 100 }, () => openOnAndroid(path)))
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([302]))
    expect(
      studio
        .writes()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(['POST'])
  })
})

describe('the page', () => {
  const hrefs = (body: string) => [...body.matchAll(/href="\?wallet=(\w+)">/g)].map(([, wallet]) => wallet)

  test('leads to Google by a button, first on Android', async () => {
    const path = await studio.link({ campaignId: await studio.publishAtGoogle(plainCard()), contactId: newContact() })
    const onAndroid = await openOnAndroid(path)
    expect(onAndroid.statusCode).toBe(200)
    expect(onAndroid.body).toMatch(/<a class="button google" href="\?wallet=google">Add to Google Wallet<\/a>/)
    expect(hrefs(onAndroid.body)).toEqual(['google', 'pkpass', 'apple'])
    expect(hrefs((await studio.open(path)).body)).toEqual(['apple', 'google', 'pkpass'])
    expect(hrefs((await studio.open(path, { userAgent: inInstagram })).body)).toEqual(['apple', 'pkpass'])
    expect((await openButton(path)).statusCode).toBe(302)
  })

  test('of a campaign without an issuer says so, and offers the pass to other wallets', async () => {
    const campaignId = await studio.publish(plainCard())
    const answer = await openButton(await linkOf(campaignId))
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Google Wallet is not set up for this pass yet')
    expect(hrefs(answer.body)).toEqual(['apple', 'pkpass'])
  })

  test('makes no pass at Google as long as nobody taps the button', async () => {
    const path = await studio.link({ campaignId: await studio.publishAtGoogle(plainCard()), contactId: newContact() })
    const before = studio.writes().length
    await openOnAndroid(path)
    await studio.send()
    expect(studio.writes()).toHaveLength(before)
  })
})

describe('while Google does not answer', () => {
  const away = () => studio.virtual.script({ kind: 'away', forMs: 300_000 })

  test('the link holds the pass itself, and the pass is inserted afterwards', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    const contactId = newContact()
    away()
    const answer = await openOnAndroid(await linkOf(campaignId, contactId, { voucher: { points: 7 } }))
    expect(answer.statusCode).toBe(302)
    const { payload } = claimsOf(answer.headers.location)
    expect(payload).toMatchObject({ loyaltyObjects: [{ state: 'ACTIVE', textModulesData: [{ body: '7' }] }] })
    expect(payload).not.toHaveProperty('loyaltyClasses')
    expect(String(answer.headers.location).split('/').at(-1)!.length).toBeLessThanOrEqual(1800)
    studio.virtual.script({ kind: 'reset' })
    expect(await saves(answer.headers.location)).toBe(200)
    const before = studio.writes().length
    studio.accounts.clock.turn(600_000)
    await studio.send()
    expect(studio.writes().slice(before)).toMatchObject([
      { method: 'POST', status: 409 },
      { method: 'PATCH', status: 200 },
    ])
  })

  test('but not if it shows something personal, unless the campaign allows that', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard(named))
    away()
    const contactId = newContact()
    const path = await linkOf(campaignId, contactId, { contact: { firstName: 'Zoë' } })
    const waits = await openOnAndroid(path)
    expect(waits.statusCode).toBe(200)
    expect(waits.body).toContain('Your pass is being prepared')
    expect(waits.headers.refresh).toBe('3; url=?wallet=google&attempt=1')
    expect(waits.body).not.toContain('Zoë')

    await studio.call('PATCH', `/api/campaigns/${campaignId}`, { googlePersonalInLinks: true })
    const allowed = await openOnAndroid(path)
    expect(claimsOf(allowed.headers.location).payload).toMatchObject({
      loyaltyObjects: [{ textModulesData: [{ body: 'Zoë' }] }],
    })
  })

  test('nor if the secret of its turning barcode would stand in it', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard(rotating))
    away()
    expect((await openOnAndroid(await linkOf(campaignId))).body).toContain('Your pass is being prepared')
    studio.virtual.script({ kind: 'reset' })
    studio.accounts.clock.turn(600_000)
    const contactId = newContact()
    expect((await openOnAndroid(await linkOf(campaignId, contactId))).statusCode).toBe(302)
    const body = studio.writes().at(-1)!.body as { rotatingBarcode: { totpDetails: { parameters: { key: string }[] } } }
    expect(body.rotatingBarcode.totpDetails.parameters[0]!.key).toMatch(/^[0-9a-f]{40}$/)
  })

  test('the page that waits goes on by itself, and after a while has people ask', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard(named))
    away()
    const contactId = newContact()
    const path = await linkOf(campaignId, contactId)
    await openOnAndroid(path)
    const attempt = (count: number) =>
      studio.open(`${path}?wallet=google&attempt=${count}`, { userAgent: androidChrome, accept: browserAccept })
    expect((await attempt(4)).headers.refresh).toBe('3; url=?wallet=google&attempt=5')
    const last = await attempt(5)
    expect(last.headers.refresh).toBeUndefined()
    expect(last.body).toContain('Your pass takes a little longer')
    expect(last.body).toContain('href="?wallet=pkpass"')
    const pass = (await studio.passOf(campaignId, contactId))!
    expect((await studio.events(pass.id)).filter(({ type }) => type === 'opened')).toHaveLength(1)

    studio.virtual.script({ kind: 'reset' })
    studio.accounts.clock.turn(600_000)
    await studio.send()
    expect((await attempt(1)).statusCode).toBe(302)
  })

  test('Apple’s passes are given out as ever', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    away()
    const answer = await studio.open(`${await linkOf(campaignId)}?wallet=apple`, { userAgent: windowsChrome })
    expect(answer.headers['content-type']).toBe('application/vnd.apple.pkpass')
  })
})

describe('what Google refuses', () => {
  test('a pass: the page says so, and another wallet takes it', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    studio.virtual.script({ kind: 'answer', status: 400, message: 'Invalid logo', method: 'POST' })
    const path = await linkOf(campaignId)
    const answer = await openOnAndroid(path)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Google Wallet does not take this pass now')
    expect(answer.headers.refresh).toBeUndefined()
    expect(answer.body).toContain('href="?wallet=pkpass"')
    const before = studio.writes().length
    await openOnAndroid(path)
    expect(studio.writes()).toHaveLength(before)
    studio.accounts.clock.turn(61_000)
    expect((await openOnAndroid(path)).statusCode).toBe(302)
  })

  test('us: the page says so, and somebody is told', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    studio.virtual.script({ kind: 'issuer', issuerId: studio.issuerId, invited: false })
    expect((await openOnAndroid(await linkOf(campaignId))).body).toContain('Google Wallet does not take this pass now')
    expect(studio.accounts.logged.some((line) => line.includes('ALARM: updates of'))).toBe(true)
    studio.virtual.script({ kind: 'issuer', issuerId: studio.issuerId, invited: true })
    studio.accounts.clock.turn(1_000_000)
    await studio.send()
  })

  test('the class: nothing can be saved', async () => {
    const path = '/walletobjects/v1/loyaltyClass'
    studio.virtual.script({ kind: 'answer', status: 400, message: 'Invalid programName', path })
    const campaignId = await studio.publishAtGoogle(plainCard())
    expect((await openOnAndroid(await linkOf(campaignId))).body).toContain('Google Wallet does not take this pass now')
  })

  test('a class that is not there yet is waited for', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard(named))
    await studio.accounts.database.pool.query(
      'update google_classes set sent_number = null, due_at = $2 where campaign_id = $1',
      [campaignId, studio.accounts.clock.now()],
    )
    const path = await linkOf(campaignId)
    expect((await openOnAndroid(path)).body).toContain('Your pass is being prepared')
    studio.accounts.clock.turn(600_000)
    await studio.send()
    expect((await openOnAndroid(path)).statusCode).toBe(302)
  })
})

describe('a slow Google', () => {
  test('is waited for two seconds; then the link holds the pass, and the insertion goes on', async () => {
    const campaignId = await studio.publishAtGoogle(plainCard())
    studio.virtual.script({ kind: 'slow', delayMs: 4000, method: 'POST' })
    const contactId = newContact()
    const answer = await openOnAndroid(await linkOf(campaignId, contactId))
    expect(claimsOf(answer.headers.location).payload).toMatchObject({ loyaltyObjects: [{ state: 'ACTIVE' }] })
    await studio.google.sync.sender.settled()
    const pass = (await studio.passOf(campaignId, contactId))!
    const { rows } = await studio.accounts.database.pool.query(
      'select outcome from google_objects where pass_id = $1',
      [pass.id],
    )
    expect(rows).toEqual([{ outcome: 'accepted' }])
  })
})
