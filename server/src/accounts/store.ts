import type { Db } from '../platform/database.ts'
import { type ApiKey, apiKeyOf } from './api-key.ts'

/** A customer's API keys, the newest first, those before the id `before` if given. */
export async function listApiKeys(
  db: Db,
  customerId: string,
  range: { limit: number; before: string | undefined },
): Promise<ApiKey[]> {
  let query = db
    .selectFrom('api_keys')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(range.limit)
  if (range.before !== undefined) query = query.where('id', '<', range.before)
  return (await query.execute()).map(apiKeyOf)
}

/** Every revoked key of the installation, with its moment. */
export async function listRevocations(db: Db): Promise<{ keyId: string; revokedAt: Date }[]> {
  const rows = await db
    .selectFrom('api_keys')
    .select(['id', 'revoked_at'])
    .where('revoked_at', 'is not', null)
    .$narrowType<{ revoked_at: Date }>()
    .execute()
  return rows.map((row) => ({ keyId: row.id, revokedAt: row.revoked_at }))
}
