import type { Pass } from '../../passes/pass.ts'
import type { Db } from '../../platform/database.ts'

/** Google's copy of a pass, as far as it is known. */
export interface GoogleCopy {
  readonly configurationId: string
  readonly dueAt: Date | null
  readonly outcome: string | null
  readonly answer: string | null
  readonly answeredAt: Date | null
  readonly wantedNumber: number
  readonly sentNumber: number | null
  readonly sentAt: Date | null
  readonly notifiedAt: readonly Date[]
  readonly openedAt: Date
  readonly savedAt: Date | null
  readonly removedAt: Date | null
  /** Of its class: null if there is none. */
  readonly classSentNumber: number | null
  readonly classDueAt: Date | null
  readonly classOutcome: string | null
  readonly classAnswer: string | null
}

/** Undefined for a pass that nobody has asked for at Google. */
export function copyOfPass(
  db: Db,
  { customerId, id }: Pick<Pass, 'customerId' | 'id'>,
): Promise<GoogleCopy | undefined> {
  return db
    .selectFrom('google_objects as o')
    .leftJoin('google_classes as c', (join) =>
      join.onRef('c.customer_id', '=', 'o.customer_id').onRef('c.campaign_id', '=', 'o.campaign_id'),
    )
    .select([
      'o.configuration_id as configurationId',
      'o.due_at as dueAt',
      'o.outcome',
      'o.answer',
      'o.answered_at as answeredAt',
      'o.wanted_number as wantedNumber',
      'o.sent_number as sentNumber',
      'o.sent_at as sentAt',
      'o.notified_at as notifiedAt',
      'o.opened_at as openedAt',
      'o.saved_at as savedAt',
      'o.removed_at as removedAt',
      'c.sent_number as classSentNumber',
      'c.due_at as classDueAt',
      'c.outcome as classOutcome',
      'c.answer as classAnswer',
    ])
    .where('o.customer_id', '=', customerId)
    .where('o.pass_id', '=', id)
    .executeTakeFirst()
}
