import { beforeEach, describe, expect, it } from 'vitest'
import { storeServiceAccount } from '../credentials/testing.ts'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()
let issuers = 0
let googleConfigurationId: string

beforeEach(async () => {
  googleConfigurationId = await newIssuer()
})

async function newIssuer(customerId = studio.customerId): Promise<string> {
  const issuerId = `3388000000022${String(++issuers).padStart(6, '0')}`
  return (await storeServiceAccount(studio.accounts, customerId, { issuerId })).configuration.id
}

const patch = (id: string, body: object | string, authorization?: string) =>
  studio.call('PATCH', `/api/campaigns/${id}`, body, authorization)
const show = async (id: string) => (await studio.call('GET', `/api/campaigns/${id}`)).json()
const faults = (answer: Awaited<ReturnType<typeof patch>>) =>
  answer.json().errors?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
/** What was written to the log about changes of a campaign. */
async function changes(id: string) {
  const rows = await studio.core.database.db
    .selectFrom('log_unnumbered')
    .select(['type', 'data', 'visible', 'audit'])
    .where('campaign_id', '=', id)
    .orderBy('seq')
    .execute()
  return rows.filter(({ type }) => type === 'campaign.changed')
}

describe('creating a campaign for Google Wallet too', () => {
  it('keeps its credentials and whether personal values may travel in links', async () => {
    const id = await studio.create({ googleConfigurationId, googlePersonalInLinks: true })
    expect(await show(id)).toMatchObject({ googleConfigurationId, googlePersonalInLinks: true })
  })

  it('is not needed: without credentials there are none of Google’s, and nothing personal in links', async () => {
    const id = await studio.create()
    expect(await show(id)).toMatchObject({ googleConfigurationId: null, googlePersonalInLinks: false })
    const { items } = (await studio.call('GET', '/api/campaigns')).json()
    const listed = items.find((item: { id: string }) => item.id === id)
    expect(listed).toMatchObject({ googleConfigurationId: null, googlePersonalInLinks: false })
  })

  it('refuses credentials of another wallet, of another customer or of none, with all else that is wrong', async () => {
    const other = await studio.accounts.newCustomer()
    const theirs = await newIssuer(other.id)
    for (const id of [studio.walletConfigurationId, theirs, 'wal_unknown', 'wal_\0', '']) {
      const answer = await studio.call('POST', '/api/campaigns', {
        name: 'Coffee',
        kind: 'tea',
        walletConfigurationId: googleConfigurationId,
        googleConfigurationId: id,
      })
      expect(answer.statusCode).toBe(400)
      expect(faults(answer).sort()).toEqual([
        '/googleConfigurationId unknown',
        '/kind enum',
        '/walletConfigurationId unknown',
      ])
    }
  })
})

describe('PATCH /api/campaigns/:id', () => {
  it('renames a campaign and leaves all else', async () => {
    const id = await studio.create({ googleConfigurationId })
    const before = await show(id)
    const answer = await patch(id, { name: 'Tea' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({ ...before, name: 'Tea' })
    expect(await show(id)).toEqual({ ...before, name: 'Tea' })
  })

  it('gives a campaign Google’s credentials, also once it is published', async () => {
    const id = await studio.publish(studio.fitSource())
    const answer = await patch(id, { googleConfigurationId, googlePersonalInLinks: true })
    expect(answer.json()).toMatchObject({ googleConfigurationId, googlePersonalInLinks: true, state: 'published' })
  })

  it('changes or takes away credentials as long as no passes can be out', async () => {
    const id = await studio.create({ googleConfigurationId })
    const second = await newIssuer()
    expect((await patch(id, { googleConfigurationId: second })).json().googleConfigurationId).toBe(second)
    expect((await patch(id, { googleConfigurationId: null })).json().googleConfigurationId).toBeNull()
  })

  it('moves a published campaign to no other issuer, and says why', async () => {
    const id = await studio.create({ googleConfigurationId, draft: draftOf(studio.fitSource()) })
    expect((await studio.call('POST', `/api/campaigns/${id}/revisions`)).statusCode).toBe(201)
    for (const other of [await newIssuer(), null]) {
      const answer = await patch(id, { name: 'Tea', googleConfigurationId: other })
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict'])
      expect(answer.json().detail).toContain(googleConfigurationId)
      expect(await show(id)).toMatchObject({ name: 'Coffee', googleConfigurationId })
    }
    expect((await patch(id, { name: 'Tea', googleConfigurationId })).statusCode).toBe(200)
  })

  it('writes what it changed to the audit trail, and nothing when nothing changed', async () => {
    const id = await studio.create()
    await patch(id, { name: 'Tea', googleConfigurationId })
    const written = {
      type: 'campaign.changed',
      data: { name: 'Tea', googleConfigurationId, googlePersonalInLinks: false },
      visible: false,
      audit: true,
    }
    expect(await changes(id)).toEqual([written])
    expect(studio.accounts.woken.at(-1)).toBe(studio.customerId)
    await patch(id, { name: 'Tea', googleConfigurationId })
    await patch(id, {})
    expect(await changes(id)).toEqual([written])
  })

  it('names everything that is wrong at once', async () => {
    const id = await studio.create()
    const answer = await patch(id, {
      name: '',
      googleConfigurationId: 'wal_unknown',
      googlePersonalInLinks: 1,
      kind: 1,
    })
    expect(answer.statusCode).toBe(400)
    expect(faults(answer).sort()).toEqual([
      '/googleConfigurationId unknown',
      '/googlePersonalInLinks type',
      '/kind unknown',
      '/name minLength',
    ])
    for (const body of ['[]', 'null', '1']) expect((await patch(id, body)).statusCode, body).toBe(400)
    expect(faults(await patch(id, { googleConfigurationId: 1 }))).toEqual(['/googleConfigurationId type'])
    expect(await changes(id)).toEqual([])
  })

  it('refuses a campaign that is archived, is another’s or is none', async () => {
    const id = await studio.create()
    await studio.call('POST', `/api/campaigns/${id}/archive`)
    const archived = await patch(id, { name: 'Tea' })
    expect([archived.statusCode, archived.json().code]).toEqual([410, 'campaign_archived'])
    const { id: customerId } = await studio.accounts.newCustomer()
    const theirs = await studio.authorizationFor({ customerId })
    expect((await patch(id, { name: 'Tea' }, theirs)).statusCode).toBe(404)
    expect((await patch('cam_unknown', { name: 'Tea' })).statusCode).toBe(404)
  })

  it('needs a key that may write campaigns, and this one', async () => {
    const [id, other] = [await studio.create(), await studio.create()]
    const reads = await studio.authorizationFor({ scopes: ['campaigns:read'] })
    const limited = await studio.authorizationFor({ campaignIds: [other] })
    for (const key of [reads, limited]) expect((await patch(id, { name: 'Tea' }, key)).statusCode).toBe(403)
    expect((await patch(other, { name: 'Tea' }, limited)).statusCode).toBe(200)
  })
})
