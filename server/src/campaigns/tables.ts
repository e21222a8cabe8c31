import type { JSONColumnType } from 'kysely'
import type { DraftSource } from './draft.ts'

export interface CampaignDraftsTable {
  customer_id: string
  campaign_id: string
  source: JSONColumnType<DraftSource>
  edited_at: Date
}

export interface ShortLinksTable {
  code: string
  customer_id: string
  token: string
  expires_at: Date
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Tables {
    campaign_drafts: CampaignDraftsTable
    short_links: ShortLinksTable
  }
}
