import { sql } from 'kysely'
import type { Versions } from '../log/number-batch.ts'

/**
 * How the sequencer versions passes and campaigns. Stamps are whole seconds, because Last-Modified has no finer unit,
 * and each is greater than any that a phone can hold of the pass: its own last one and its campaign's. A campaign's is
 * greater than every stamp given to the customer so far. Locks are those of an update that changes no key, so that
 * registrations, which refer to passes, do not wait for them.
 */
export const passVersions: Versions = {
  async lockPasses(trx, customerId, passIds) {
    const rows = await trx
      .selectFrom('passes')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('id', '=', sql<string>`any(${passIds}::text[])`)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    return new Set(rows.map((row) => row.id))
  },

  async revisionsOf(trx, customerId, campaignIds) {
    const rows = await trx
      .selectFrom('campaigns')
      .select(['id', 'revision'])
      .where('customer_id', '=', customerId)
      .where('id', '=', sql<string>`any(${campaignIds}::text[])`)
      .execute()
    return new Map(rows.map((row) => [row.id, row.revision]))
  },

  async lockCampaigns(trx, customerId, campaignIds) {
    const rows = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('id', '=', sql<string>`any(${campaignIds}::text[])`)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    return new Set(rows.map((row) => row.id))
  },

  async stampPasses(trx, customerId, versions, now) {
    const { rows } = await sql<{ modified_at: Date }>`
      update passes p
      set version = v.version,
          modified_at = greatest(date_trunc('second', ${now}::timestamptz), p.modified_at + interval '1 s', c.modified_at + interval '1 s')
      from unnest(${[...versions.keys()]}::text[], ${[...versions.values()]}::bigint[]) as v (id, version), campaigns c
      where p.customer_id = ${customerId} and p.id = v.id and c.customer_id = p.customer_id and c.id = p.campaign_id
      returning p.modified_at`.execute(trx)
    return greatest(rows)
  },

  async stampCampaigns(trx, customerId, versions, now, after) {
    const { rows } = await sql<{ modified_at: Date }>`
      update campaigns c
      set version = v.version,
          modified_at = greatest(date_trunc('second', ${now}::timestamptz), ${after}::timestamptz + interval '1 s')
      from unnest(${[...versions.keys()]}::text[], ${[...versions.values()]}::bigint[]) as v (id, version)
      where c.customer_id = ${customerId} and c.id = v.id
      returning c.modified_at`.execute(trx)
    return greatest(rows)
  },
}

function greatest(rows: readonly { modified_at: Date }[]): Date {
  return new Date(Math.max(0, ...rows.map((row) => row.modified_at.getTime())))
}
