import type { Generated, JSONColumnType } from 'kysely'
import type { RevisionSource } from './content/revision.ts'
import type { Tokens } from './tokens.ts'

export interface CampaignsTable {
  customer_id: string
  id: string
  name: string
  kind: string
  wallet_configuration_id: string
  pass_type_id: string
  google_configuration_id: string | null
  google_personal_in_links: Generated<boolean>
  state: Generated<'draft' | 'published' | 'archived'>
  revision: number | null
  version: Generated<number>
  modified_at: Date
  created_at: Date
}

export interface RevisionsTable {
  customer_id: string
  campaign_id: string
  number: number
  source: JSONColumnType<RevisionSource>
  published_at: Date
}

export interface ContactsTable {
  customer_id: string
  id: string
  wrapped_key: Buffer
  created_at: Date
}

export interface PassesTable {
  customer_id: string
  id: string
  campaign_id: string
  contact_id: string
  pass_type_id: string
  serial: string
  tokens: JSONColumnType<Tokens>
  sealed_tokens: Buffer | null
  api_tokens: string[]
  link_issued_at: Date | null
  first_installed_at: Date | null
  voided_at: Date | null
  restored_from: Date | null
  restored_at: Date | null
  enrolled_at: Date | null
  enrolment_digest: Buffer | null
  version: Generated<number>
  modified_at: Date
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Tables {
    campaigns: CampaignsTable
    revisions: RevisionsTable
    contacts: ContactsTable
    passes: PassesTable
  }
}
