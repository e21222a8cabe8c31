import { Problem } from '../errors.ts'
import { appendEvents } from '../log/append.ts'
import type { Trx } from '../platform/database.ts'
import { type ApiKey, apiKeyOf } from './api-key.ts'

/**
 * Revokes an API key for good and writes `key.revoked` to the audit trail. Revoking it again changes nothing.
 *
 * @param input.by id of the API key that revokes it; null for the operator of the installation
 * @param input.allow judges the key found, and throws if it may not be revoked
 * @throws Problem `not_found`
 */
export async function revokeApiKey(
  trx: Trx,
  input: { customerId: string; keyId: string; by: string | null; allow?: (apiKey: ApiKey) => void },
  at: Date,
): Promise<ApiKey & { revokedAt: Date }> {
  const row = await trx
    .selectFrom('api_keys')
    .selectAll()
    .where('customer_id', '=', input.customerId)
    .where('id', '=', input.keyId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not_found', `There is no API key ${input.keyId}.`)
  const apiKey = apiKeyOf(row)
  input.allow?.(apiKey)
  if (apiKey.revokedAt) return { ...apiKey, revokedAt: apiKey.revokedAt }

  await trx
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('customer_id', '=', input.customerId)
    .where('id', '=', input.keyId)
    .execute()
  await appendEvents(trx, [
    {
      customerId: input.customerId,
      type: 'key.revoked',
      at,
      visible: false,
      audit: true,
      data: { keyId: row.id, name: row.name, by: input.by },
    },
  ])
  return { ...apiKey, revokedAt: at }
}
