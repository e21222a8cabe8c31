import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { ClassState } from './class-states.ts'
import { faultOf, type GoogleFault } from './faults.ts'

/** What Google has of a campaign and its passes. */
export interface CampaignAtGoogle {
  readonly classId: string
  readonly state: ClassState
  /** The revision that Google has; null before it has one. */
  readonly revision: number | null
  /** What Google said last, if it did not simply take it. */
  readonly answer: string | null
  readonly answeredAt: Date | null
  /** Passes that Google was asked to have. */
  readonly passes: number
  /** Those of them whose present state it does not have yet, at most. */
  readonly waiting: number
  /** When it will have them at the allowed rate, with all else that waits for it; null when a person has to act first. */
  readonly etaSeconds: number | null
  readonly fault: GoogleFault | null
}

const states: Readonly<Record<string, ClassState>> = { UNDER_REVIEW: 'underReview', REJECTED: 'rejected' }

interface Row {
  configuration_id: string
  class_id: string
  due_at: Date | null
  outcome: string | null
  answer: string | null
  answered_at: Date | null
  revision: number | null
  review_status: string | null
  passes: number
  waiting: number
  waiting_in_all: number
}

/** Undefined for a campaign that has nothing to do with Google, or is not published yet. */
export async function campaignAtGoogle(
  db: Db,
  { customerId, campaignId }: { customerId: string; campaignId: string },
  { requestsPerSecond, at }: { requestsPerSecond: number; at: Date },
): Promise<CampaignAtGoogle | undefined> {
  // Of a walk that is under way, those that it has not looked at may all have to be sent.
  const { rows } = await sql<Row>`
    select c.configuration_id, c.class_id, c.due_at, c.outcome, c.answer, c.answered_at, c.revision, c.review_status,
      (select count(*) from google_objects o where o.customer_id = c.customer_id and o.campaign_id = c.campaign_id) as passes,
      (select count(*) from google_objects o
        left join google_walks w on w.customer_id = o.customer_id and w.campaign_id = o.campaign_id
        where o.customer_id = c.customer_id and o.campaign_id = c.campaign_id
          and (o.due_at is not null or o.pass_id > w.after_pass)) as waiting,
      (select count(*) from google_objects o
        left join google_walks w on w.customer_id = o.customer_id and w.campaign_id = o.campaign_id
        where o.customer_id = c.customer_id and o.configuration_id = c.configuration_id
          and (o.due_at is not null or o.pass_id > w.after_pass)) as waiting_in_all
    from google_classes c where c.customer_id = ${customerId} and c.campaign_id = ${campaignId}`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const fault = await faultOf(db, { customerId, configurationId: row.configuration_id })
  const waitMs = Math.max(0, (fault?.retryAt.getTime() ?? 0) - at.getTime())
  return {
    classId: row.class_id,
    state: stateOf(row),
    revision: row.revision,
    answer: row.answer,
    answeredAt: row.answered_at,
    passes: row.passes,
    waiting: row.waiting,
    etaSeconds:
      fault?.kind === 'stopped'
        ? null
        : Math.ceil(waitMs / 1000 + (row.waiting === 0 ? 0 : row.waiting_in_all) / requestsPerSecond),
    fault: fault ?? null,
  }
}

function stateOf({ due_at, outcome, review_status }: Row): ClassState {
  if (outcome === 'accepted') return states[review_status ?? ''] ?? 'approved'
  return due_at === null ? 'refused' : 'waiting'
}
