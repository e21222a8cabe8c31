import { beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from '../../test/google-judges.ts'
import { storeServiceAccount } from '../credentials/testing.ts'
import type { RevisionSource, Variant } from '../passes/content/revision.ts'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()
let googleConfigurationId: string

beforeAll(async () => {
  const issuer = { issuerId: '3388000000022123456' }
  googleConfigurationId = (await storeServiceAccount(studio.accounts, studio.customerId, issuer)).configuration.id
})

/** A campaign for both wallets. */
const create = (source: RevisionSource) =>
  studio.create({ kind: source.kind, googleConfigurationId, draft: draftOf(source) })
const put = async (id: string, source: RevisionSource) =>
  (await studio.call('PUT', `/api/campaigns/${id}/draft`, draftOf(source))).json()
const publish = (id: string, body?: object) => studio.call('POST', `/api/campaigns/${id}/revisions`, body)
const show = async (id: string) => (await studio.call('GET', `/api/campaigns/${id}`)).json()
const named = (entries: readonly { code: string; path: string }[]) => entries.map(({ code, path }) => `${code} ${path}`)

/** What Google has of a campaign, as if it had been told. */
async function giveToGoogle(campaignId: string, vertical: string, passes: number): Promise<void> {
  const { db } = studio.core.database
  const [customer_id, at] = [studio.customerId, studio.core.clock.now()]
  const shared = { customer_id, campaign_id: campaignId, configuration_id: googleConfigurationId, wanted_number: 1 }
  await db
    .insertInto('google_classes')
    .values({ ...shared, class_id: `3388000000022123456.${campaignId}`, vertical })
    .execute()
  for (let n = 0; n < passes; n++) {
    const contactId = `${campaignId}-${n}`
    const issued = await studio.open(await studio.link({ campaignId, contactId }))
    expect(issued.statusCode).toBe(200)
    const pass = await studio.passOf(campaignId, contactId)
    await db
      .insertInto('google_objects')
      .values({
        ...shared,
        pass_id: pass?.id ?? '',
        object_id: `3388000000022123456.${pass?.serial}`,
        priority: 1,
        opened_at: at,
      })
      .execute()
  }
}

describe('a campaign for Google Wallet too', () => {
  const lossy = () => studio.fitSource({ colors: { background: '#3b2a20', label: '#ffffff' }, details: {} })

  it('says in every answer what Google cannot show', async () => {
    const losses = ['text_color /content/colors/label']
    const id = await create(lossy())
    expect(named((await show(id)).losses)).toEqual(losses)
    expect(named((await put(id, lossy())).losses)).toEqual(losses)
    const published = await publish(id)
    expect([published.statusCode, named(published.json().losses)]).toEqual([201, losses])
    const again = await publish(id)
    expect([again.statusCode, named(again.json().losses)]).toEqual([200, losses])
    expect(named((await studio.call('PATCH', `/api/campaigns/${id}`, { name: 'Tea' })).json().losses)).toEqual(losses)
    expect(named((await studio.call('POST', `/api/campaigns/${id}/archive`)).json().losses)).toEqual(losses)
  })

  it('says nothing of it for Apple Wallet alone, or while nobody could publish it', async () => {
    const id = await studio.create({ draft: draftOf(lossy()) })
    expect((await show(id)).losses).toEqual([])
    const unfit = await create({ ...lossy(), content: { ...lossy().content, title: '{{ contact.unknown }}' } })
    expect((await show(unfit)).losses).toEqual([])
  })

  it('is not published while Google would refuse it; Apple alone would take it', async () => {
    const source = studio.fitSource({ google: { class: { colour: 'red' }, object: { id: '1.x' } } })
    const faults = ['identity_key /content/google/object/id', 'google_key_unknown /content/google/class/colour']
    const id = await create(source)
    expect(named((await put(id, source)).issues)).toEqual(faults)
    const refused = await publish(id)
    expect([refused.statusCode, refused.json().code, named(refused.json().errors)]).toEqual([
      422,
      'campaign_unfit',
      faults,
    ])
    expect((await show(id)).state).toBe('draft')
    const apple = await studio.create({ draft: draftOf(source) })
    expect((await publish(apple)).statusCode).toBe(201)
  })

  it('names Google’s reasons beside Apple’s and those of the request', async () => {
    const source = studio.fitSource({ images: {}, google: { object: { id: '1.x' } } })
    const id = await create(source)
    expect(named((await put(id, source)).issues)).toEqual([
      'missing /content/images/icon',
      'identity_key /content/google/object/id',
      'google_key_missing /content/images/icon',
    ])
    const answer = await studio.call('POST', '/api/campaigns', {
      name: 'Coffee',
      kind: 'loyalty',
      walletConfigurationId: studio.walletConfigurationId,
      googleConfigurationId,
      draft: { ...draftOf(source), tokens: 7 },
    })
    expect(named(answer.json().errors)).toContain('identity_key /draft/content/google/object/id')
  })

  it('that is published already is set up for Google only if what it shows can be shown there', async () => {
    const id = await studio.publish(studio.fitSource({ google: { class: { colour: 'red' } } }))
    const refused = await studio.call('PATCH', `/api/campaigns/${id}`, { name: 'Tea', googleConfigurationId })
    expect([refused.statusCode, refused.json().code, named(refused.json().errors)]).toEqual([
      422,
      'campaign_unfit',
      ['google_key_unknown /content/google/class/colour'],
    ])
    expect(await show(id)).toMatchObject({ name: 'Coffee', googleConfigurationId: null })
    await put(id, studio.fitSource())
    await publish(id)
    const taken = await studio.call('PATCH', `/api/campaigns/${id}`, { googleConfigurationId })
    expect(taken.json()).toMatchObject({ googleConfigurationId })
  })
})

describe('the vertical of a campaign', () => {
  const leg = { from: { code: 'FRA' }, to: { code: 'JFK' }, departsAt: '2026-12-24T10:00:00+01:00' }
  const flight = (flightNumber: string): RevisionSource => {
    const details = { carrierCode: 'LH', flightNumber, passengerName: '{{ contact.firstName }}', legs: [leg] }
    const { content, ...rest } = studio.fitSource({ details })
    return { ...rest, kind: 'boardingPass', content }
  }

  it('never changes once Google has its class', async () => {
    const id = await create(flight('400'))
    expect((await publish(id)).statusCode).toBe(201)
    await giveToGoogle(id, 'flight', 0)
    const { issues } = await put(id, flight('{{ contact.points }}'))
    expect(named(issues)).toEqual(['google_vertical_changed /content/details'])
    expect((await publish(id)).json().code).toBe('campaign_unfit')
    await put(id, flight('401'))
    expect((await publish(id)).statusCode).toBe(201)
  })

  it('may change before', async () => {
    const id = await create(flight('400'))
    await put(id, flight('{{ contact.points }}'))
    expect((await publish(id)).statusCode).toBe(201)
  })
})

describe('a schedule that Google cannot hold', () => {
  /** Milliseconds in which each pass says something of its own; a studio sends 5,000 requests a second. */
  const rush = (ms: number): Variant => ({
    when: { from: '2027-01-01T00:00:00Z', until: `2027-01-01T00:00:00.00${ms}Z` },
    content: { fields: { primary: { name: { value: 'Hurry, {{ contact.firstName }}' } } } },
  })
  const source = (ms: number): RevisionSource => ({
    ...studio.fitSource({ details: {}, colors: {} }),
    variants: [rush(ms)],
  })
  const tooFast = ['google_schedule_too_fast /variants/0/when']

  it('is refused, unless the author accepts that Google comes late', async () => {
    const id = await create(studio.fitSource())
    await publish(id)
    await giveToGoogle(id, 'loyalty', 16)
    expect(named((await put(id, source(3))).losses)).toEqual(tooFast)
    for (const body of [undefined, {}, { acceptGoogleLosses: false }]) {
      const refused = await publish(id, body)
      const { code, errors } = refused.json()
      expect([refused.statusCode, code, named(errors)]).toEqual([422, 'google_schedule_too_fast', tooFast])
    }
    expect((await show(id)).revision).toBe(1)
    const accepted = await publish(id, { acceptGoogleLosses: true })
    expect([accepted.statusCode, named(accepted.json().losses)]).toEqual([201, tooFast])
  })

  it('is one only by the passes that Google has of this campaign', async () => {
    const id = await create(studio.fitSource())
    await publish(id)
    await giveToGoogle(id, 'loyalty', 15)
    await put(id, source(3))
    expect((await publish(id)).statusCode).toBe(201)
  })

  it('refuses a body that it does not know', async () => {
    const id = await create(studio.fitSource())
    for (const body of [{ acceptLosses: true }, { acceptGoogleLosses: 'yes' }]) {
      expect((await publish(id, body)).statusCode).toBe(400)
    }
  })
})

describe('the preview', () => {
  it('shows the class and the object that Google would be told, also of a campaign that it knows nothing of', async () => {
    const rotating = { periodSeconds: 30, digits: 6, pattern: 'C-{code}' }
    const source = studio.fitSource({ barcode: { format: 'qr', message: 'C0FFEE', rotating }, logoText: 'Roast' })
    const id = await studio.create({ draft: draftOf(source) })
    const body = { contact: { firstName: 'Zoë', points: 7 }, facts: { voidedAt: '2026-01-01T00:00:00Z' } }
    const { googleVertical, googleClass, googleObject, googleLosses } = (
      await studio.call('POST', `/api/campaigns/${id}/preview`, body)
    ).json()
    expect(googleVertical).toBe('loyalty')
    expect(googleClass).toMatchObject({ programName: 'Coffee Card', issuerName: 'Roast & Co' })
    expect(JSON.stringify(googleClass)).toContain(`https://passes.example/assets/${studio.imageId}-google-logo.png`)
    expect(googleObject).toMatchObject({
      state: 'INACTIVE',
      accountName: 'Zoë',
      loyaltyPoints: { balance: { int: 7 } },
      rotatingBarcode: { valuePattern: 'C-{totp_value_0}' },
    })
    expect(googleLosses).toEqual([])
    expect(faultsOf('loyalty', 'class', googleClass)).toEqual([])
    expect(faultsOf('loyalty', 'object', googleObject)).toEqual([])
  })

  it('says what Google cannot show, of a campaign that has passes there', async () => {
    const id = await create(studio.fitSource({ logoText: 'Roast' }))
    const { googleLosses } = (await studio.call('POST', `/api/campaigns/${id}/preview`, {})).json()
    expect(named(googleLosses)).toContain('logo_text /content/logoText')
  })

  it('shows the class of any time', async () => {
    const variants: Variant[] = [{ when: { from: '2026-12-24T00:00:00Z' }, content: { title: 'Christmas card' } }]
    const id = await studio.create({ draft: draftOf({ ...studio.fitSource(), variants }) })
    const nameAt = async (at: string) =>
      (await studio.call('POST', `/api/campaigns/${id}/preview`, { at })).json().googleClass.programName
    expect(await nameAt('2026-12-23T23:59:59Z')).toBe('Coffee Card')
    expect(await nameAt('2026-12-24T00:00:00Z')).toBe('Christmas card')
  })
})
