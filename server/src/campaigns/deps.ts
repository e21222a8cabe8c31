import type { ApiKeys } from '../accounts/api-keys.ts'
import type { AppleDeps } from '../apple/deps.ts'
import type { GoogleLinkDeps } from '../google/open/deps.ts'

/** What authoring campaigns, making links and opening them work with. */
export interface CampaignDeps extends AppleDeps {
  readonly google: GoogleLinkDeps
  readonly apiKeys: Pick<ApiKeys, 'revokedAt'>
}
