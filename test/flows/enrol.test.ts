import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPhone, type Phone, type Step } from '@billfold/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './place.ts'
import { apiOf, type Demo, type Server } from './servers.ts'

let place: Place
let server: Server<Demo>
const steps: Step[] = []

beforeAll(async () => {
  place = await openPlace()
  server = await place.startDemo()
})
afterAll(async () => {
  await server.stop()
  await place.remove()
})

const api = <T>(method: string, path: string, body?: object) => apiOf(server.ready)<T>(method, path, body)
const newPhone = async (name: string): Promise<Phone> =>
  openPhone(join(place.dataDir, 'phones', name), {
    name,
    clock: { now: () => new Date() },
    roots: [await readFile(server.ready.rootCaFile)],
    onStep: (step) => steps.push(step),
  })

interface Draft {
  readonly tokens: readonly object[]
  readonly content: object
}

/** The demo's coffee card, for whoever enrols. */
async function rewardsCampaign(): Promise<string> {
  const { id } = server.ready.campaigns.find(({ name }) => name.includes('Coffee'))!
  const coffee = await api<{ kind: string; walletConfigurationId: string; draft: Draft }>('GET', `/api/campaigns/${id}`)
  const { tokens, content } = coffee.draft
  const draft = {
    ...coffee.draft,
    tokens: [...tokens, { name: 'contact.email', personal: true }],
    content: {
      ...content,
      enrolment: {
        description: 'Collect points with every cup.',
        tokens: { givenName: 'contact.firstName', emailAddress: 'contact.email' },
      },
    },
    variants: [
      { when: { enrolled: true }, content: { fields: { back: { joined: { label: 'Member', value: 'yes' } } } } },
    ],
  }
  const { kind, walletConfigurationId } = coffee
  const campaign = await api<{ id: string }>('POST', '/api/campaigns', {
    name: 'Rewards',
    kind,
    walletConfigurationId,
    draft,
  })
  await api('POST', `/api/campaigns/${campaign.id}/revisions`)
  return campaign.id
}

describe('a holder who enrols on an iPhone', () => {
  it('fills in the form, and the phone gets the pass of a member, who is known by name from then on', async () => {
    const campaignId = await rewardsCampaign()
    const { customerId } = server.ready
    const request = { campaignId, customerId, contactId: 'walk-in', platform: 'auto' }
    const { urls } = await api<{ urls: { url: string }[] }>('POST', '/pers/v1/urls', { requests: [request] })
    const phone = await newPhone('first')
    const { pass } = await phone.add(urls[0]!.url)
    expect(pass.personalization).toMatchObject({
      description: 'Collect points with every cup.',
      fields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldEmailAddress'],
    })

    const entered = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
    const personalized = await phone.personalize(pass.serialNumber, entered)
    expect(personalized.outcome).toBe('personalized')
    expect(personalized.pass.personalization).toBeNull()
    expect(JSON.stringify(personalized.pass)).toContain('"Member"')
    expect(steps.filter(({ kind }) => kind === 'complaint')).toEqual([])

    const { items } = await api<{ items: { id: string; contact: object; enrolledAt: string | null }[] }>(
      'GET',
      '/api/passes?contactId=walk-in',
    )
    expect(items).toMatchObject([{ contact: { firstName: 'Ada', email: 'ada@example.com' } }])
    expect(items[0]!.enrolledAt).not.toBeNull()
    const { items: events } = await api<{ items: { type: string; data: object }[] }>(
      'GET',
      `/api/events?limit=100&passId=${items[0]!.id}`,
    )
    const enrolled = events.find(({ type }) => type === 'enrolled')
    expect(enrolled?.data).toEqual({ wallet: 'apple', tokens: {} })
    expect(JSON.stringify(events)).not.toMatch(/Lovelace|ada@/)
    await expect(phone.personalize(pass.serialNumber, entered)).rejects.toMatchObject({ code: 'form_missing' })
  })
})
