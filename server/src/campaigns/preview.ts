import type { Vertical } from '@billfold/google-wallet'
import { appleOf } from '../apple/pass-json.ts'
import { Problem } from '../errors.ts'
import { googleClassOf } from '../google/class-of.ts'
import type { GoogleLoss } from '../google/loss.ts'
import { lossesOf } from '../google/losses.ts'
import { googleObjectOf } from '../google/object-of.ts'
import { googlePlace } from '../google/place.ts'
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
  readonly googleVertical: Vertical
  readonly googleClass: object
  readonly googleObject: object
  readonly googleLosses: GoogleLoss[]
}

/**
 * What a pass would show, without making one.
 *
 * @throws Problem `campaign_unfit` when the draft cannot be shown at all, `not_found` when there is no such revision
 * @throws ContentError when it cannot be shown with these tokens
 */
export async function previewCampaign(
  { core, baseUrl }: Pick<CampaignDeps, 'core' | 'baseUrl'>,
  campaign: Campaign,
  input: PreviewInput,
): Promise<Preview> {
  const at = input.at === undefined ? core.clock.now() : new Date(input.at)
  const compiled =
    input.revision === undefined
      ? compileDraft(campaign)
      : (await core.revisions.of(core.database.db, campaign.customerId, campaign.id, input.revision)).compiled
  const content = contentOf(compiled, stateOfSamples(compiled.tokens, input), at)
  const place = googlePlace(baseUrl)
  const { vertical, resource } = googleClassOf(compiled, at, place)
  return {
    at,
    content,
    applePassJson: appleOf(content),
    googleVertical: vertical,
    googleClass: resource,
    googleObject: googleObjectOf(content, compiled, at, { ...place, rotatingKey: noKey }).resource,
    googleLosses: campaign.googleConfigurationId === null ? [] : lossesOf(compiled),
  }
}

/** Stands in for the secret of a barcode that turns, which only a pass has. */
const noKey = '00'.repeat(20)

function compileDraft({ draft }: Campaign) {
  const errors = reviewRevision(draft)
  if (errors.length > 0) throw new Problem('campaign_unfit', 'The draft cannot be shown.', { errors })
  return compileRevision(draft as RevisionSource)
}
