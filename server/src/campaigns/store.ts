import { sql } from 'kysely'
import { Problem } from '../errors.ts'
import type { Kind } from '../passes/content/content.ts'
import type { RevisionSource } from '../passes/content/revision.ts'
import type { Db } from '../platform/database.ts'
import type { DraftSource } from './draft.ts'

/** A campaign as its authors see it. */
export interface Campaign {
  readonly customerId: string
  readonly id: string
  readonly name: string
  readonly kind: Kind
  readonly walletConfigurationId: string
  readonly passTypeId: string
  /** The issuer of its passes for Google Wallet; null if it gives out none. */
  readonly googleConfigurationId: string | null
  /** Whether a link to Google may hold personal values, for passes that Google does not know yet. */
  readonly googlePersonalInLinks: boolean
  readonly state: 'draft' | 'published' | 'archived'
  readonly revision: number | null
  readonly createdAt: Date
  readonly draft: DraftSource
  readonly draftEditedAt: Date
  /** Whether the draft says something else than the revision in force. */
  readonly draftDiffers: boolean
}

const selectCampaigns = (db: Db, customerId: string) =>
  db
    .selectFrom('campaigns as c')
    .innerJoin('campaign_drafts as d', (join) =>
      join.onRef('d.customer_id', '=', 'c.customer_id').onRef('d.campaign_id', '=', 'c.id'),
    )
    .leftJoin('revisions as r', (join) =>
      join
        .onRef('r.customer_id', '=', 'c.customer_id')
        .onRef('r.campaign_id', '=', 'c.id')
        .onRef('r.number', '=', 'c.revision'),
    )
    .select([
      'c.customer_id as customerId',
      'c.id',
      'c.name',
      'c.kind',
      'c.wallet_configuration_id as walletConfigurationId',
      'c.pass_type_id as passTypeId',
      'c.google_configuration_id as googleConfigurationId',
      'c.google_personal_in_links as googlePersonalInLinks',
      'c.state',
      'c.revision',
      'c.created_at as createdAt',
      'd.source as draft',
      'd.edited_at as draftEditedAt',
      sql<boolean>`r.source is distinct from d.source`.as('draftDiffers'),
    ])
    .where('c.customer_id', '=', customerId)
    .$narrowType<{ kind: Kind }>()

/** @throws Problem `not_found` */
export async function findCampaign(db: Db, customerId: string, id: string): Promise<Campaign> {
  const campaign = await selectCampaigns(db, customerId).where('c.id', '=', id).executeTakeFirst()
  if (!campaign) throw unknownCampaign(id)
  return campaign
}

/**
 * A customer's campaigns, the newest first.
 *
 * @param range.before the id that the page before ended with
 * @param range.campaignIds only these; null for all
 */
export function listCampaigns(
  db: Db,
  customerId: string,
  range: { before: string | undefined; limit: number; campaignIds: readonly string[] | null },
): Promise<Campaign[]> {
  let query = selectCampaigns(db, customerId).orderBy('c.id', 'desc').limit(range.limit)
  if (range.before !== undefined) query = query.where('c.id', '<', range.before)
  if (range.campaignIds !== null) query = query.where('c.id', 'in', [...range.campaignIds])
  return query.execute()
}

export const unknownCampaign = (id: string) => new Problem('not_found', `There is no campaign ${id}.`)

export const archivedCampaign = (id: string) =>
  new Problem('campaign_archived', `Campaign ${id} is archived: it cannot be changed or published any more.`, {
    hint: 'Make a new campaign with POST /api/campaigns; the draft in GET /api/campaigns/:id can be its beginning.',
  })

export interface PublishedRevision {
  readonly number: number
  readonly publishedAt: Date
  readonly source: RevisionSource
}

/** @throws Problem `not_found` */
export async function findRevision(
  db: Db,
  customerId: string,
  campaignId: string,
  number: number,
): Promise<PublishedRevision> {
  const revision = await db
    .selectFrom('revisions')
    .select(['number', 'published_at as publishedAt', 'source'])
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!revision) throw new Problem('not_found', `There is no revision ${number} of campaign ${campaignId}.`)
  return revision
}
