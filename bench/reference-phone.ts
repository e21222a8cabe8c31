import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { compileTemplate, loadIdentity, readPass } from '../packages/pkpass/dist/index.js'
import { selectPass } from '../server/dist/passes/pass.js'

/** What the reference makes and signs passes with. */
export interface PhoneReference {
  readonly campaignId: string
  /** A pass of Billfold's: its pass.json and its files become the reference's template. */
  readonly examplePass: Uint8Array
  readonly certificate: string
  readonly privateKey: string
  readonly intermediate: string
}

// The statements of server/src/passes and server/src/apple/web-service, named, so that each is planned once.
const named = (name: string, text: string) => (values: unknown[]) => ({ name, text, values })

const passBySerial = named('pass_by_serial', `${selectPass} and p.pass_type_id = $2 and p.serial = $3`)
const lockBySerial = named(
  'lock_by_serial',
  `${selectPass} and p.pass_type_id = $2 and p.serial = $3 for no key update of p`,
)
const lockByRecipient = named(
  'lock_by_recipient',
  `${selectPass} and p.campaign_id = $2 and p.contact_id = $3 for no key update of p`,
)
const selectCampaign = named(
  'campaign',
  'select state, revision, pass_type_id from campaigns where customer_id = $1 and id = $2',
)
const insertContact = named(
  'insert_contact',
  `insert into contacts (customer_id, id, wrapped_key, created_at) values ($1, $2, $3, $4)
   on conflict (customer_id, id) do nothing`,
)
const selectContact = named('contact', 'select wrapped_key from contacts where customer_id = $1 and id = $2')
const insertPass = named(
  'insert_pass',
  `insert into passes (customer_id, id, campaign_id, contact_id, pass_type_id, serial, tokens, sealed_tokens, api_tokens,
     link_issued_at, modified_at, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)
   on conflict (customer_id, campaign_id, contact_id) do nothing`,
)
const insertEvent = named(
  'insert_event',
  `insert into log_unnumbered (customer_id, id, type, pass_id, campaign_id, at, visible, audit, data, sealed)
   values ($1, $2, $3, $4, $5, $6, $7, false, $8, $9)`,
)
const storeRegistration = named(
  'store_registration',
  `with present as (
    select count(*) filter (where device_id <> $2) < $6 as has_room,
      coalesce(bool_or(device_id = $2), false) as has_device
    from registrations where customer_id = $1 and pass_id = $4
  ), device as (
    insert into devices (customer_id, id, push_token, created_at, modified_at)
    select $1, $2, $5, $7, $7 from present where has_device or has_room
    on conflict (customer_id, id) do update set push_token = excluded.push_token, modified_at = excluded.modified_at
      where devices.push_token <> excluded.push_token
  ), registration as (
    insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
    select $1, $2, $3, $4, $8, $7, $7 from present where has_room and not has_device
  ), confirmation as (
    update registrations set confirmed_at = $7
    where customer_id = $1 and device_id = $2 and pass_type_id = $3 and pass_id = $4
  )
  select case when has_device then 'known' when has_room then 'created' else 'full' end as outcome from present`,
)
const setInstalled = named(
  'set_installed',
  'update passes set first_installed_at = $3 where customer_id = $1 and id = $2',
)

const maxDevices = 50
const wrappedKey = randomBytes(69)
const sealedTokens = randomBytes(95)
const plainTokens = '{"voucher.points":120}'

interface PassParams {
  passTypeId: string
  serial: string
}

export function phoneRoutes(app: FastifyInstance, pool: pg.Pool, customerId: string, phone: PhoneReference): void {
  const { campaignId } = phone
  const sign = signer(phone)
  let made = 0
  // As long as Billfold's ids, and none of those that the seeded passes have.
  const newId = (prefix: string) => `${prefix}_r${String(++made).padStart(25, '0')}`

  async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  app.get<{ Params: PassParams }>('/v1/passes/:passTypeId/:serial', async ({ params, headers }, reply) => {
    const { rows } = await pool.query(passBySerial([customerId, params.passTypeId, params.serial]))
    const [pass] = rows
    const since = Date.parse(headers['if-modified-since'] ?? '')
    reply.header('last-modified', pass.modified_at.toUTCString())
    if (!pass.change_pending && since >= pass.modified_at.getTime()) return reply.code(304).send()
    return reply.send(await sign(pass.serial))
  })

  app.post<{ Params: PassParams & { deviceId: string }; Body: { pushToken: string } }>(
    '/v1/devices/:deviceId/registrations/:passTypeId/:serial',
    async ({ params: { deviceId, passTypeId, serial }, body }, reply) => {
      const at = new Date()
      await transaction(async (client) => {
        const { rows } = await client.query(lockBySerial([customerId, passTypeId, serial]))
        const { id } = rows[0]
        await client.query(
          storeRegistration([customerId, deviceId, passTypeId, id, body.pushToken, maxDevices, at, campaignId]),
        )
        await client.query(setInstalled([customerId, id, at]))
        const data = '{"wallet":"apple","first":true}'
        await client.query(insertEvent([customerId, newId('evt'), 'download', id, campaignId, at, true, data, null]))
      })
      return reply.code(201).send()
    },
  )

  app.get<{ Params: { contactId: string } }>('/open/:contactId', async ({ params: { contactId } }, reply) => {
    const at = new Date()
    const serial = await transaction(async (client) => {
      const { rows: campaigns } = await client.query(selectCampaign([customerId, campaignId]))
      const { rows: known } = await client.query(lockByRecipient([customerId, campaignId, contactId]))
      const pass = known[0] ?? (await insert(client, campaigns[0].pass_type_id, contactId, at))
      const data = '{"platform":"apple"}'
      await client.query(insertEvent([customerId, newId('evt'), 'opened', pass.id, campaignId, at, false, data, null]))
      return pass.serial
    })
    reply.header('content-type', 'application/vnd.apple.pkpass')
    return reply.send(await sign(serial))
  })

  async function insert(client: pg.PoolClient, passTypeId: string, contactId: string, at: Date) {
    await client.query(insertContact([customerId, contactId, wrappedKey, at]))
    await client.query(selectContact([customerId, contactId]))
    const pass = { id: newId('pas'), serial: contactId.padStart(26, '0') }
    const modifiedAt = new Date(Math.floor(at.getTime() / 1000) * 1000)
    await client.query(
      insertPass([
        ...[customerId, pass.id, campaignId, contactId, passTypeId, pass.serial],
        ...[plainTokens, sealedTokens, [], at, modifiedAt],
      ]),
    )
    const data = `{"tokens":${plainTokens},"source":"link"}`
    await client.query(
      insertEvent([customerId, newId('evt'), 'created', pass.id, campaignId, at, false, data, sealedTokens]),
    )
    return pass
  }
}

/** Signs as Billfold does: the same library, the same files and texts, another serial number and token. */
function signer({ examplePass, certificate, privateKey, intermediate }: PhoneReference) {
  const identity = loadIdentity({ certificate, privateKey, intermediates: [intermediate] }, new Date())
  const { pass, files } = readPass(examplePass)
  const written = ['pass.json', 'manifest.json', 'signature']
  const shared = Object.fromEntries([...files].filter(([name]) => !written.includes(name)))
  const template = compileTemplate({ identity, pass: {}, files: shared })
  return async (serialNumber: string): Promise<Uint8Array> =>
    (await template.issue({ ...pass, serialNumber, authenticationToken: serialNumber.padEnd(43, 'x') })).bytes()
}
