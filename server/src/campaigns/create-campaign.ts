import { selectWalletConfiguration } from '../credentials/store.ts'
import { type FieldError, Problem } from '../errors.ts'
import type { Kind } from '../passes/content/content.ts'
import type { Core } from '../passes/core.ts'
import { newId } from '../platform/ids.ts'
import type { CampaignDeps } from './deps.ts'
import { draftOf, refusedDraft, unkeepable } from './draft.ts'
import type { DraftInput } from './schema.ts'
import { type Campaign, findCampaign } from './store.ts'

export interface CampaignInput {
  readonly customerId: string
  readonly name: string
  readonly kind: Kind
  readonly walletConfigurationId: string
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
  const { customerId, name, kind, walletConfigurationId } = input
  const { db } = core.database
  const draft = draftOf(kind, input.draft)
  const passTypeId = await passTypeOf(core, customerId, walletConfigurationId)
  const faults = [
    ...misshapen,
    ...(passTypeId === undefined && !misshapen.some(({ path }) => path === unknownConfiguration.path)
      ? [unknownConfiguration]
      : []),
    ...unkeepable(draft).map((fault) => ({ ...fault, path: `/draft${fault.path}` })),
  ]
  if (passTypeId === undefined || faults.length > 0) {
    throw await refusedDraft({ core }, faults, { customerId, draft, path: '/draft' })
  }
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
        pass_type_id: passTypeId,
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

const unknownConfiguration: FieldError = {
  path: '/walletConfigurationId',
  code: 'unknown',
  message: 'is no wallet configuration of the customer',
  fix: 'See GET /api/wallet-configurations for those there are.',
}

/** The pass type of a wallet configuration, or undefined if the customer has none of this id. */
async function passTypeOf(core: Core, customerId: string, walletConfigurationId: unknown): Promise<string | undefined> {
  if (typeof walletConfigurationId !== 'string' || walletConfigurationId.includes('\0')) return undefined
  try {
    return (await selectWalletConfiguration(core.database.db, customerId, walletConfigurationId)).pass_type_id
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
