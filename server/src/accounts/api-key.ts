import type { Scope } from './scopes.ts'
import type { ApiKeyRow } from './tables.ts'

/** An API key as it is listed: all but its text, which is kept nowhere. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The only campaigns it may touch; null for all. */
  readonly campaignIds: readonly string[] | null
  readonly notAfter: Date | null
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

export function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    campaignIds: row.campaign_ids,
    notAfter: row.not_after,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }
}
