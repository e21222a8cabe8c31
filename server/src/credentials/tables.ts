import type { Selectable } from 'kysely'

export interface WalletConfigurationsTable {
  customer_id: string
  id: string
  wallet: 'apple'
  name: string
  pass_type_id: string
  team_id: string
  organization_name: string | null
  sealed: Buffer
  certificate_not_after: Date
  created_at: Date
  modified_at: Date
}

export type WalletConfigurationRow = Selectable<WalletConfigurationsTable>

declare module '../platform/database.ts' {
  interface Tables {
    wallet_configurations: WalletConfigurationsTable
  }
}
