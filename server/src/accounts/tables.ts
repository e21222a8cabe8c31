import type { Selectable } from 'kysely'
import type { Scope } from './scopes.ts'

export interface CustomersTable {
  id: string
  name: string
  created_at: Date
}

export interface ApiKeysTable {
  customer_id: string
  id: string
  name: string
  scopes: Scope[]
  campaign_ids: string[] | null
  not_after: Date | null
  created_at: Date
  revoked_at: Date | null
}

export type CustomerRow = Selectable<CustomersTable>
export type ApiKeyRow = Selectable<ApiKeysTable>

declare module '../platform/database.ts' {
  interface Tables {
    customers: CustomersTable
    api_keys: ApiKeysTable
  }
}
