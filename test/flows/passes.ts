import type pg from 'pg'
import { type Card, cardOf, register } from './device.ts'
import { apiOf, type Demo } from './servers.ts'

/** A pass of the demo's loyalty card, and what a phone knows of it. */
export interface IssuedPass {
  readonly campaignId: string
  readonly passId: string
  readonly card: Card
}

export async function issuePass(demo: Demo, contactId: string): Promise<IssuedPass> {
  const campaignId = demo.campaigns.find(({ name }) => name.includes('Coffee'))!.id
  const { id: passId } = await apiOf(demo)<{ id: string }>('POST', '/api/passes', { campaignId, contactId })
  const authorization = `Bearer ${demo.apiKey}`
  const response = await fetch(`${demo.baseUrl}/api/passes/${passId}/pkpass`, { headers: { authorization } })
  return { campaignId, passId, card: cardOf(new Uint8Array(await response.arrayBuffer())) }
}

/** Of the devices 1, 2, … */
export const pushTokenOf = (index: number) => index.toString(16).padStart(64, '0')

/** A pass on so many devices. They are registered as rows: to do so over HTTP one by one would only take long. */
export async function issuePassOnDevices(demo: Demo, pool: pg.Pool, deviceCount: number): Promise<IssuedPass> {
  const pass = await issuePass(demo, 'everybody')
  const first = 'd'.repeat(32)
  await register(demo.baseUrl, first, pass.card)
  await pool.query(
    `with source as (select * from registrations where pass_id = $1), copies as (
       insert into devices (customer_id, id, push_token, created_at, modified_at)
       select customer_id, md5(n::text), lpad(to_hex(n), 64, '0'), created_at, created_at
       from source, generate_series(1, $2::int) as n returning customer_id, id
     )
     insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
     select c.customer_id, c.id, s.pass_type_id, s.pass_id, s.campaign_id, s.created_at, s.created_at
     from copies c, source s`,
    [pass.passId, deviceCount],
  )
  await pool.query('delete from registrations where device_id = $1', [first])
  return pass
}

/** Changes what every pass of a campaign shows. */
export async function publishLogoText(demo: Demo, campaignId: string, logoText: string): Promise<void> {
  const api = apiOf(demo)
  const { draft } = await api<{ draft: { content: object } }>('GET', `/api/campaigns/${campaignId}`)
  await api('PUT', `/api/campaigns/${campaignId}/draft`, { ...draft, content: { ...draft.content, logoText } })
  await api('POST', `/api/campaigns/${campaignId}/revisions`)
}
