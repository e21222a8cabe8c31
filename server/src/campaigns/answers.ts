import type { CampaignAtGoogle } from '../google/sync/campaign-state.ts'
import type { DraftSource } from './draft.ts'
import type { DraftReview } from './review-draft.ts'
import type { Campaign, PublishedRevision } from './store.ts'

/** Campaigns in the words of the HTTP surface. */
export function summaryOf(campaign: Campaign) {
  const { id, name, kind, state, revision, draftDiffers } = campaign
  const { walletConfigurationId, passTypeId, googleConfigurationId, googlePersonalInLinks } = campaign
  return {
    ...{ id, name, kind },
    ...{ walletConfigurationId, passTypeId, googleConfigurationId, googlePersonalInLinks },
    ...{ state, revision, draftDiffers },
    createdAt: campaign.createdAt.toISOString(),
  }
}

export const draftAnswerOf = ({ draft, draftEditedAt }: Campaign) => ({
  draft: sourceOf(draft),
  draftEditedAt: draftEditedAt.toISOString(),
})

export const campaignAnswerOf = (campaign: Campaign, review: DraftReview, google: CampaignAtGoogle | undefined) => ({
  ...summaryOf(campaign),
  ...draftAnswerOf(campaign),
  ...review,
  google: google ? googleAnswerOf(google) : null,
})

function googleAnswerOf({ answeredAt, fault, ...state }: CampaignAtGoogle) {
  return {
    ...state,
    answeredAt: answeredAt?.toISOString() ?? null,
    fault: fault && { ...fault, since: fault.since.toISOString(), retryAt: fault.retryAt.toISOString() },
  }
}

export const revisionAnswerOf = ({ number, publishedAt, source }: PublishedRevision) => ({
  number,
  publishedAt: publishedAt.toISOString(),
  source: sourceOf(source),
})

/** As it was sent: the kind is the campaign's. */
function sourceOf({ kind: _, tokens, variants, ...parts }: Pick<DraftSource, keyof DraftSource>) {
  return { ...parts, tokens: [...tokens], variants: [...variants] }
}
