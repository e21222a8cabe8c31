import type pg from 'pg'
import type { Keys } from '../platform/keys.ts'
import { asPass, type Pass, type PassRow, selectPass } from './pass.ts'

export interface PassFilter {
  readonly serialNumber?: string | undefined
  readonly campaignId?: string | undefined
  readonly contactId?: string | undefined
  /** Only these campaigns; null for all. */
  readonly campaignIds: readonly string[] | null
}

/** A customer's passes in the order in which they were made, after the one with the id `after`. */
export async function listPasses(
  pool: pg.Pool,
  keys: Keys,
  customerId: string,
  filter: PassFilter,
  range: { after: string; limit: number },
): Promise<Pass[]> {
  const { rows } = await pool.query<PassRow>({
    text: `${selectPass} and p.id > $2
      and ($3::text is null or p.serial = $3) and ($4::text is null or p.campaign_id = $4)
      and ($5::text is null or p.contact_id = $5) and ($6::text[] is null or p.campaign_id = any($6))
      order by p.id limit $7`,
    values: [
      customerId,
      range.after,
      filter.serialNumber ?? null,
      filter.campaignId ?? null,
      filter.contactId ?? null,
      filter.campaignIds,
      range.limit,
    ],
  })
  return rows.map((row) => asPass(keys, row))
}
