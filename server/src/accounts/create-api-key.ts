import { appendEvents } from '../log/append.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { type ApiKey, apiKeyOf } from './api-key.ts'
import { encodeKeyText } from './key-text.ts'
import type { Scope } from './scopes.ts'
import type { ApiKeyRow } from './tables.ts'

export interface NewApiKey {
  readonly customerId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The only campaigns it may touch; null for all. */
  readonly campaignIds: readonly string[] | null
  /** Cut to the second; null for ever. */
  readonly notAfter: Date | null
  /** Id of the API key that makes it; null for the operator of the installation. */
  readonly by: string | null
}

/**
 * Makes an API key and writes `key.created` to the audit trail. It is valid as soon as the transaction has committed.
 *
 * @returns the key's text, which is kept nowhere and cannot be had again
 */
export async function createApiKey(
  trx: Trx,
  keys: Keys,
  input: NewApiKey,
  at: Date,
): Promise<{ text: string; apiKey: ApiKey }> {
  const notAfterSeconds = input.notAfter && Math.floor(input.notAfter.getTime() / 1000)
  const row: ApiKeyRow = {
    customer_id: input.customerId,
    id: newId('key', at),
    name: input.name,
    scopes: [...new Set(input.scopes)],
    campaign_ids: input.campaignIds && [...new Set(input.campaignIds)],
    not_after: notAfterSeconds === null ? null : new Date(notAfterSeconds * 1000),
    created_at: at,
    revoked_at: null,
  }
  await trx.insertInto('api_keys').values(row).execute()
  await appendEvents(trx, [
    {
      customerId: row.customer_id,
      type: 'key.created',
      at,
      visible: false,
      audit: true,
      data: {
        keyId: row.id,
        name: row.name,
        scopes: row.scopes,
        campaignIds: row.campaign_ids,
        expiresAt: row.not_after,
        by: input.by,
      },
    },
  ])
  const text = encodeKeyText(keys.active('apiKeys', null), {
    k: row.id,
    c: row.customer_id,
    s: row.scopes,
    ...(row.campaign_ids && { g: row.campaign_ids }),
    ...(notAfterSeconds !== null && { x: notAfterSeconds }),
  })
  return { text, apiKey: apiKeyOf(row) }
}
