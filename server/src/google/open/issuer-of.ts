import type { Db } from '../../platform/database.ts'

/** The issuer of a campaign's passes at Google. */
export interface CampaignIssuer {
  readonly configurationId: string
  readonly issuerId: string
  /** Whether the campaign lets personal values stand in addresses of Google's. */
  readonly personalInLinks: boolean
}

/** Undefined for a campaign that gives out no passes for Google Wallet. */
export function issuerOf(db: Db, customerId: string, campaignId: string): Promise<CampaignIssuer | undefined> {
  return db
    .selectFrom('campaigns as c')
    .innerJoin('wallet_configurations as w', (join) =>
      join.onRef('w.customer_id', '=', 'c.customer_id').onRef('w.id', '=', 'c.google_configuration_id'),
    )
    .select(['w.id as configurationId', 'w.issuer_id as issuerId', 'c.google_personal_in_links as personalInLinks'])
    .where('c.customer_id', '=', customerId)
    .where('c.id', '=', campaignId)
    .where('w.wallet', '=', 'google')
    .$narrowType<{ issuerId: string }>()
    .executeTakeFirst()
}
