import type { ApiKeys } from '../accounts/api-keys.ts'
import type { AppleDeps } from '../apple/deps.ts'

/** What authoring campaigns, making links and opening them work with. */
export interface CampaignDeps extends AppleDeps {
  /** How many requests a second an issuer of Google Wallet sends at most. */
  readonly googleRequestsPerSecond: number
  readonly apiKeys: Pick<ApiKeys, 'revokedAt'>
}
