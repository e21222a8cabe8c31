/** Campaigns of all sizes in one database, each pass on a phone of its own. */
import pg from 'pg'
import type { Home } from './installation.ts'
import { pushTokenSql } from './push-sink.ts'

/** A copy of the demo's loyalty card, in force, with so many passes. */
export interface SeededCampaign {
  readonly id: string
  readonly passes: number
}

export async function seedCampaigns(
  databaseUrl: string,
  home: Home,
  sizes: readonly number[],
): Promise<SeededCampaign[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Row by row, the foreign keys would take longer than all else; what is written here fits them.
    await client.query('set session_replication_role = replica')
    const campaigns: SeededCampaign[] = []
    for (const passes of sizes) {
      const campaign = { id: `cam_${String(passes).padStart(26, '0')}`, passes }
      await copyCampaign(client, home, campaign)
      await seedPhones(client, home, campaign)
      campaigns.push(campaign)
    }
    await client.query('vacuum analyze contacts, campaigns, passes, devices, registrations')
    return campaigns
  } finally {
    await client.end()
  }
}

async function copyCampaign(
  client: pg.Client,
  { customerId, campaignId }: Home,
  { id }: SeededCampaign,
): Promise<void> {
  for (const [table, key] of [
    ['campaigns', 'id'],
    ['revisions', 'campaign_id'],
    ['campaign_drafts', 'campaign_id'],
  ] as const) {
    await client.query(
      `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('${key}', $3::text))).*
       from ${table} t where customer_id = $1 and ${key} = $2`,
      [customerId, campaignId, id],
    )
  }
}

/** Devices and passes have random keys, as the product's: neighbours of an index lie apart in the tables. */
async function seedPhones(client: pg.Client, home: Home, { id, passes }: SeededCampaign): Promise<void> {
  const { customerId, passTypeId } = home
  const each = `generate_series(1, ${passes}) n`
  const name = (kind: string) => `md5('${kind} ${id} ' || n)`
  await client.query(
    `insert into contacts (customer_id, id, wrapped_key, created_at) select $1, ${name('contact')}, '\\x00', now() from ${each}`,
    [customerId],
  )
  await client.query(
    `insert into passes (customer_id, id, campaign_id, contact_id, pass_type_id, serial, tokens, modified_at, created_at)
     select $1, ${name('pass')}, '${id}', ${name('contact')}, $2, substr(${name('serial')}, 1, 26),
       '{"voucher.points": 120}', date_trunc('second', now()), now() from ${each}`,
    [customerId, passTypeId],
  )
  await client.query(
    `insert into devices (customer_id, id, push_token, created_at, modified_at)
     select $1, ${name('device')}, ${pushTokenSql}, now(), now() from ${each}`,
    [customerId],
  )
  await client.query(
    `insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
     select $1, ${name('device')}, $2, ${name('pass')}, '${id}', now(), now() from ${each}`,
    [customerId, passTypeId],
  )
}
