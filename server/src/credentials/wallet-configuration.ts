import type { GoogleFinding } from './google-findings.ts'
import type { AppleConfigurationRow, GoogleConfigurationRow, WalletConfigurationRow } from './tables.ts'

interface Shared {
  readonly id: string
  readonly name: string
  /** What Apple calls the team, or Google the issuer. */
  readonly organizationName: string | null
  readonly createdAt: Date
  readonly modifiedAt: Date
}

/** A customer's credentials for one pass type, without its secrets. */
export interface AppleConfiguration extends Shared {
  readonly wallet: 'apple'
  readonly passTypeId: string
  readonly teamId: string
  /** When the certificate, or the one that issued it, stops being valid: nothing is signed after that. */
  readonly certificateNotAfter: Date
}

/** A customer's credentials for one issuer, without its secrets. */
export interface GoogleConfiguration extends Shared {
  readonly wallet: 'google'
  readonly issuerId: string
  readonly serviceAccountEmail: string
  /** When Google last judged the credentials; null if it was never reached. */
  readonly checkedAt: Date | null
  /** Why Google refused them then. */
  readonly finding: GoogleFinding | null
}

/** What needs attention about a configuration, and what to do. */
export interface Warning {
  /** Stable, so that an alert can be bound to it; of a date that comes closer, one code a threshold. */
  readonly code: string
  readonly message: string
  readonly fix: string
}

export type WalletConfiguration = AppleConfiguration | GoogleConfiguration

/** The columns of `WalletConfiguration`: all but the sealed ones. */
export const openColumns = [
  'id',
  'wallet',
  'name',
  'pass_type_id',
  'team_id',
  'organization_name',
  'certificate_not_after',
  'issuer_id',
  'service_account_email',
  'checked_at',
  'finding',
  'created_at',
  'modified_at',
] as const

type Open<Row extends WalletConfigurationRow> = Pick<Row, (typeof openColumns)[number]>
/** Each wallet's row by itself: `Pick` of a union would join them. */
export type OpenRow = Open<AppleConfigurationRow> | Open<GoogleConfigurationRow>

export function walletConfigurationOf(row: Open<AppleConfigurationRow>): AppleConfiguration
export function walletConfigurationOf(row: Open<GoogleConfigurationRow>): GoogleConfiguration
export function walletConfigurationOf(row: OpenRow): WalletConfiguration
export function walletConfigurationOf(row: OpenRow): WalletConfiguration {
  const shared = {
    id: row.id,
    name: row.name,
    organizationName: row.organization_name,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  }
  if (row.wallet === 'google') {
    const { wallet, issuer_id: issuerId, service_account_email: serviceAccountEmail } = row
    return { ...shared, wallet, issuerId, serviceAccountEmail, checkedAt: row.checked_at, finding: row.finding }
  }
  const { wallet, pass_type_id: passTypeId, team_id: teamId, certificate_not_after: certificateNotAfter } = row
  return { ...shared, wallet, passTypeId, teamId, certificateNotAfter }
}
