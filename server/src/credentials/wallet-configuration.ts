import type { WalletConfigurationRow } from './tables.ts'

/** A customer's credentials for one pass type, without its secrets. */
export interface WalletConfiguration {
  readonly id: string
  readonly wallet: 'apple'
  readonly name: string
  readonly passTypeId: string
  readonly teamId: string
  readonly organizationName: string | null
  /** When the certificate, or the one that issued it, stops being valid: nothing is signed after that. */
  readonly certificateNotAfter: Date
  readonly createdAt: Date
  readonly modifiedAt: Date
}

/** The columns of `WalletConfiguration`: all but the sealed ones. */
export const openColumns = [
  'id',
  'wallet',
  'name',
  'pass_type_id',
  'team_id',
  'organization_name',
  'certificate_not_after',
  'created_at',
  'modified_at',
] as const

export function walletConfigurationOf(
  row: Pick<WalletConfigurationRow, (typeof openColumns)[number]>,
): WalletConfiguration {
  return {
    id: row.id,
    wallet: row.wallet,
    name: row.name,
    passTypeId: row.pass_type_id,
    teamId: row.team_id,
    organizationName: row.organization_name,
    certificateNotAfter: row.certificate_not_after,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  }
}
