import type { Caller } from '../accounts/caller.ts'
import { Problem } from '../errors.ts'

/** @throws Problem `forbidden` when the key is limited to campaigns */
export function mayMakeCampaigns({ keyId, campaignIds }: Pick<Caller, 'keyId' | 'campaignIds'>): void {
  if (campaignIds === null) return
  const detail = `The API key ${keyId} is limited to campaigns, so it cannot make another one.`
  throw new Problem('forbidden', detail, { hint: 'Use a key that is not limited to campaigns.' })
}
