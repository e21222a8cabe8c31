import type { Selectable } from 'kysely'
import type { GoogleFinding } from './google-findings.ts'

/** The wallets that credentials are for. */
export const wallets = ['apple', 'google'] as const
export type Wallet = (typeof wallets)[number]

export interface WalletConfigurationsTable {
  customer_id: string
  id: string
  wallet: Wallet
  name: string
  /** What the wallet's owner calls the team or issuer. */
  organization_name: string | null
  pass_type_id: string | null
  team_id: string | null
  certificate_not_after: Date | null
  issuer_id: string | null
  service_account_email: string | null
  checked_at: Date | null
  finding: GoogleFinding | null
  sealed: Buffer
  created_at: Date
  modified_at: Date
}

type Row = Selectable<WalletConfigurationsTable>
type Of<W extends Wallet, Filled extends keyof Row> = Omit<Row, Filled | 'wallet'> & { wallet: W } & {
  [Column in Filled]: NonNullable<Row[Column]>
}

/** A check of the table sees to it that each wallet's columns are filled. */
export type AppleConfigurationRow = Of<'apple', 'pass_type_id' | 'team_id' | 'certificate_not_after'>
export type GoogleConfigurationRow = Of<'google', 'issuer_id' | 'service_account_email'>
export type WalletConfigurationRow = AppleConfigurationRow | GoogleConfigurationRow
export type ConfigurationRowOf<W extends Wallet> = Extract<WalletConfigurationRow, { wallet: W }>

declare module '../platform/database.ts' {
  interface Tables {
    wallet_configurations: WalletConfigurationsTable
  }
}
