import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../platform/database.ts'

/** The canonical text of an audit entry: what its hash vouches for. */
function canonical(row: { number: number; id: string; type: string; at: Date; data: object }): string {
  return JSON.stringify([row.number, row.id, row.type, row.at.toISOString(), row.data])
}

/**
 * Links audit entries to those before them: each hash covers the entry and the previous hash, so that none can be
 * changed or removed later without breaking every hash that follows.
 *
 * @returns the hash that the next entry continues from
 */
export async function chainAudit(
  trx: Trx,
  customerId: string,
  numbers: readonly number[],
  previous: Buffer,
): Promise<Buffer> {
  if (numbers.length === 0) return previous
  const rows = await trx
    .selectFrom('log')
    .select(['number', 'id', 'type', 'at', 'data'])
    .where('customer_id', '=', customerId)
    .where('number', '=', sql<number>`any(${numbers}::bigint[])`)
    .orderBy('number')
    .execute()
  let hash = previous
  for (const row of rows) {
    hash = createHash('sha256').update(hash).update(canonical(row)).digest()
    await trx
      .updateTable('log')
      .set({ audit_hash: hash })
      .where('customer_id', '=', customerId)
      .where('number', '=', row.number)
      .execute()
  }
  return hash
}
