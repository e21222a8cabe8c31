import type { FieldError } from '../errors.ts'
import type { Kind } from '../passes/content/content.ts'
import { newId } from '../platform/ids.ts'
import { namedConfiguration } from './configurations.ts'
import type { CampaignDeps } from './deps.ts'
import { draftOf, refusedDraft, unkeepable } from './draft.ts'
import type { DraftInput } from './schema.ts'
import { type Campaign, findCampaign } from './store.ts'

export interface CampaignInput {
  readonly customerId: string
  readonly name: string
  readonly kind: Kind
  readonly walletConfigurationId: string
  readonly googleConfigurationId?: string | undefined
  readonly googlePersonalInLinks?: boolean | undefined
  /** Empty if absent; it need not be fit to publish. */
  readonly draft?: DraftInput | undefined
}

/**
 * Makes a campaign that is a draft so far: it gives out no passes until it is published.
 *
 * @param misshapen what the request's schema refuses of the input
 * @throws Problem `invalid_request` with everything that is wrong
 */
export async function createCampaign(
  { core }: Pick<CampaignDeps, 'core'>,
  input: CampaignInput,
  misshapen: readonly FieldError[],
): Promise<Campaign> {
  const { customerId, name, kind, walletConfigurationId, googleConfigurationId = null } = input
  const { db } = core.database
  const draft = draftOf(kind, input.draft)
  const apple = await namedConfiguration(db, 'apple', customerId, walletConfigurationId, misshapen)
  const google =
    googleConfigurationId === null
      ? { faults: [] }
      : await namedConfiguration(db, 'google', customerId, googleConfigurationId, misshapen)
  const faults = [
    ...misshapen,
    ...apple.faults,
    ...google.faults,
    ...unkeepable(draft).map((fault) => ({ ...fault, path: `/draft${fault.path}` })),
  ]
  if (apple.row === undefined || faults.length > 0) {
    throw await refusedDraft({ core }, faults, {
      customerId,
      forGoogle: googleConfigurationId !== null,
      draft,
      path: '/draft',
    })
  }
  const { pass_type_id } = apple.row
  const at = core.clock.now()
  const id = newId('cam', at)
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('campaigns')
      .values({
        customer_id: customerId,
        id,
        name,
        kind,
        wallet_configuration_id: walletConfigurationId,
        pass_type_id,
        google_configuration_id: googleConfigurationId,
        google_personal_in_links: input.googlePersonalInLinks ?? false,
        revision: null,
        modified_at: at,
        created_at: at,
      })
      .execute()
    await trx
      .insertInto('campaign_drafts')
      .values({ customer_id: customerId, campaign_id: id, source: JSON.stringify(draft), edited_at: at })
      .execute()
  })
  return findCampaign(db, customerId, id)
}
