import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { icon, loyaltyCard, openAppleWorld } from '../../../test/apple-world.ts'
import { revokeApiKey } from '../../accounts/revoke-api-key.ts'
import { iPhoneSafari, openTestStudio } from '../../campaigns/testing.ts'
import { storeCertificate, storeServiceAccount } from '../../credentials/testing.ts'
import { type EventType, eventTypes } from '../../log/event-types.ts'
import { transact } from '../../log/transact.ts'
import { archiveCampaign } from '../../passes/publish.ts'
import { restorePass, voidPass } from '../../passes/void.ts'
import type { Database } from '../../platform/database.ts'
import { eventSchemas, publishedSchema } from './event-schemas.ts'

interface Logged {
  readonly type: EventType
  readonly data: object
}

async function everythingLogged({ pool }: Database): Promise<Logged[]> {
  const text = 'select type, data from log union all select type, data from log_unnumbered'
  return (await pool.query<Logged>(text)).rows
}

/** What the routes and jobs of phones, passes, campaigns and keys write, each at least once. */
async function livesOfPasses(): Promise<Logged[]> {
  const apple = await openAppleWorld()
  const { core, customerId, clock, database, publish, number, runDueJobs } = apple.world
  const day = new Date(clock.now().getTime() + 5000)
  const enrolment = { description: 'Join us.', tokens: { givenName: 'contact.firstName' } }
  const source = {
    ...loyaltyCard({ icon: await apple.asset(await icon()) }, { enrolment }),
    variants: [
      { when: { installed: true as const, after: 'PT10S' }, message: 'Your next cup is free' },
      { when: { from: day.toISOString() }, content: { title: 'Summer card' } },
    ],
  }
  const campaignId = await publish(source)
  const pass = await apple.issue(campaignId, 'ada', { 'contact.firstName': 'Ada', 'voucher.points': 1 })
  await number()
  await apple.phone.register(pass, 'device-1')
  await apple.phone.register(pass, 'device-2')
  await apple.app.inject({
    method: 'POST',
    url: `/v1/passes/${pass.passTypeId}/${pass.serial}/personalize`,
    payload: JSON.stringify({ personalizationToken: 'a', requiredPersonalizationInfo: { givenName: 'Ada' } }),
  })
  clock.advance(20_000)
  await runDueJobs()
  await apple.issue(campaignId, 'ada', { 'voucher.points': 2 })
  await apple.issue(campaignId, 'ada', { 'voucher.points': null })
  await voidPass(core, customerId, pass.id, 'refunded')
  await restorePass(core, customerId, pass.id)
  await number()
  await apple.phone.unregister(await apple.reload(pass), 'device-1')
  await archiveCampaign(core, customerId, campaignId)
  await apple.apiKey(['passes:read'], [campaignId])
  const [key] = await database.db.selectFrom('api_keys').select('id').execute()
  const revocation = { customerId, keyId: key!.id, by: null }
  await transact(core, customerId, (trx) => revokeApiKey(trx, revocation, clock.now()))
  const logged = await everythingLogged(database)
  await apple.close()
  return logged
}

/** What uploading credentials, changing campaigns and opening links writes. */
async function opensOfLinks(): Promise<Logged[]> {
  const studio = await openTestStudio()
  const { accounts, authority, customerId, deps } = studio
  await storeCertificate(accounts, customerId, await authority.issue())
  const google = await storeServiceAccount(accounts, customerId, { issuerId: '3388000000022123456' })
  const campaignId = await studio.publish(studio.fitSource())
  await studio.call('PATCH', `/api/campaigns/${campaignId}`, { googleConfigurationId: google.configuration.id })
  const path = await studio.link({ campaignId, contactId: 'ada', contact: { firstName: 'Ada' } })
  await studio.open(path)
  await studio.open(path, { userAgent: iPhoneSafari })
  await studio.open(`${path}?wallet=apple`)
  const logged = await everythingLogged(deps.core.database)
  await studio.close()
  return logged
}

const ajv = addFormats.default(new Ajv2020({ allErrors: true, strict: true }))
/** As published, and nothing besides: what is not in a schema must not leave. */
const exact = Object.fromEntries(
  Object.entries(eventSchemas).map(([type, schema]) => [type, ajv.compile({ ...schema, additionalProperties: false })]),
)

describe('the schemas of events', () => {
  let logged: Logged[]
  beforeAll(async () => {
    logged = [...(await livesOfPasses()), ...(await opensOfLinks())]
  })

  it.each(Object.keys(eventTypes) as EventType[])('fit what the code writes as %s, exactly', (type) => {
    const own = logged.filter((event) => event.type === type)
    expect(own).not.toEqual([])
    for (const { data } of own) {
      exact[type]!(data)
      expect(exact[type]!.errors, JSON.stringify(data)).toBeNull()
    }
  })

  it('leave room for members to come, so that a consumer that checks does not break then', () => {
    for (const type of Object.keys(eventSchemas) as EventType[]) {
      expect(publishedSchema('https://passes.example', type)).not.toHaveProperty('additionalProperties')
    }
  })

  it('have examples that fit', () => {
    for (const type of Object.keys(eventSchemas) as EventType[]) {
      const { examples } = publishedSchema('https://passes.example', type)
      expect(examples.length, type).toBeGreaterThan(0)
      for (const example of examples) {
        exact[type]!(example)
        expect(exact[type]!.errors, type).toBeNull()
      }
    }
  })
})
