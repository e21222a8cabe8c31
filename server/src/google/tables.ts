import type { Generated, JSONColumnType } from 'kysely'

export interface GoogleClassesTable {
  customer_id: string
  campaign_id: string
  configuration_id: string
  class_id: string
  /** The class should be at this log number. */
  wanted_number: number
  /** When it is to be sent next, or when others may take over from who is sending it; null: it is not. */
  due_at: Date | null
  /** Attempts in a row that are to be tried again. */
  failures: Generated<number>
  /** `accepted`, or why the last attempt was not, in Google's words. */
  outcome: string | null
  answer: string | null
  answered_at: Date | null
  /** What Google has: of which vertical, since which number, by which revision. */
  vertical: string | null
  sent_number: number | null
  sent_at: Date | null
  revision: number | null
  review_status: string | null
  digest: Buffer | null
  /** Digests of what was announced last to all holders, by the key of the field. */
  announced: JSONColumnType<Readonly<Record<string, string>>, string | null, string | null> | null
  notified_at: Generated<Date[]>
  /** All places that the class, or an object of it, ever had: what is missing of them now has to be removed. */
  class_paths: Generated<string[]>
  object_paths: Generated<string[]>
}

export interface GoogleObjectsTable {
  customer_id: string
  pass_id: string
  campaign_id: string
  configuration_id: string
  object_id: string
  /** See budget/priorities.ts. */
  priority: number
  wanted_number: number
  due_at: Date | null
  failures: Generated<number>
  outcome: string | null
  answer: string | null
  answered_at: Date | null
  sent_number: number | null
  sent_at: Date | null
  /** MAC of what Google has; null while that is not known for certain. */
  digest: Buffer | null
  /** MACs of the texts that were announced last, by the key of their field. */
  announced: JSONColumnType<Readonly<Record<string, string>>, string | null, string | null> | null
  /** When its holders were notified, the last three times. */
  notified_at: Generated<Date[]>
  opened_at: Date
  saved_at: Date | null
  removed_at: Date | null
  /** How often Google was asked whether anybody has it, and when it is to be asked next. */
  checks: Generated<number>
  check_at: Date | null
}

export interface GoogleWalksTable {
  customer_id: string
  campaign_id: string
  number: number
  /** The walk has looked at the objects up to this pass. */
  after_pass: Generated<string>
}

export interface GoogleNoncesTable {
  customer_id: string
  issuer_id: string
  nonce: string
  at: Date
}

export interface GoogleBudgetsTable {
  customer_id: string
  configuration_id: string
  leased_until: Date
}

export interface GoogleFaultsTable {
  customer_id: string
  configuration_id: string
  /** `stopped`: a person has to act. `backingOff`: Google does not answer, or says that it is too much. */
  kind: 'stopped' | 'backingOff'
  reason: string
  explanation: string
  since: Date
  /** How often in a row, and when last. */
  failures: number
  raised_at: Date
  retry_at: Date
}

declare module '../platform/database.ts' {
  interface Tables {
    google_classes: GoogleClassesTable
    google_objects: GoogleObjectsTable
    google_walks: GoogleWalksTable
    google_nonces: GoogleNoncesTable
    google_budgets: GoogleBudgetsTable
    google_faults: GoogleFaultsTable
  }
}
