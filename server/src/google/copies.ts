import type { Vertical } from '@billfold/google-wallet'
import type { Db } from '../platform/database.ts'

/** What Google has of a campaign already. */
export interface GoogleCopies {
  /** The vertical of its class, which never changes; undefined while there is none. */
  readonly vertical: Vertical | undefined
  /** How many passes it has objects of. */
  readonly objects: number
}

export async function copiesOf(db: Db, customerId: string, campaignId: string): Promise<GoogleCopies> {
  const ofCampaign = { customer_id: customerId, campaign_id: campaignId }
  const { objects } = await db
    .selectFrom('google_objects')
    .select(({ fn }) => fn.countAll<string>().as('objects'))
    .where(({ and }) => and(ofCampaign))
    .executeTakeFirstOrThrow()
  const known = await db
    .selectFrom('google_classes')
    .select('vertical')
    .where(({ and }) => and(ofCampaign))
    .executeTakeFirst()
  return { vertical: (known?.vertical ?? undefined) as Vertical | undefined, objects: Number(objects) }
}
