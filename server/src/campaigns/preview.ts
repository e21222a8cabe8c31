import { appleOf } from '../apple/pass-json.ts'
import { Problem } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { compileRevision, type RevisionSource, reviewRevision } from '../passes/content/revision.ts'
import type { CampaignDeps } from './deps.ts'
import { stateOfSamples } from './samples.ts'
import type { PreviewInput } from './schema.ts'
import type { Campaign } from './store.ts'

export interface Preview {
  readonly at: Date
  readonly content: PassContent
  readonly applePassJson: object
}

/**
 * What a pass would show, without making one.
 *
 * @throws Problem `campaign_unfit` when the draft cannot be shown at all, `not_found` when there is no such revision
 * @throws ContentError when it cannot be shown with these tokens
 */
export async function previewCampaign(
  { core }: CampaignDeps,
  campaign: Campaign,
  input: PreviewInput,
): Promise<Preview> {
  const at = input.at === undefined ? core.clock.now() : new Date(input.at)
  const compiled =
    input.revision === undefined
      ? compileDraft(campaign)
      : (await core.revisions.of(core.database.db, campaign.customerId, campaign.id, input.revision)).compiled
  const content = contentOf(compiled, stateOfSamples(compiled.tokens, input), at)
  return { at, content, applePassJson: appleOf(content) }
}

function compileDraft({ draft }: Campaign) {
  const errors = reviewRevision(draft)
  if (errors.length > 0) throw new Problem('campaign_unfit', 'The draft cannot be shown.', { errors })
  return compileRevision(draft as RevisionSource)
}
