import { sql } from 'kysely'
import type { Core } from '../../passes/core.ts'
import type { ClaimedClass } from './claim.ts'
import type { Failure, Unfit } from './outcome.ts'
import { retryMs } from './schedule.ts'
import type { SentClass } from './send-class.ts'

/** Writes down what came of sending a class. What Google refuses leaves the one before in force. */
export async function recordClass(
  { database }: Core,
  { customerId, campaignId, number, failures }: ClaimedClass,
  outcome: SentClass | Unfit | Failure,
  at: Date,
): Promise<void> {
  const isOf = sql`customer_id = ${customerId} and campaign_id = ${campaignId}`
  const owedStill = sql`case when wanted_number > ${number} then ${at}::timestamptz end`
  const after = (ms: number) => new Date(at.getTime() + ms)
  const failed = (reason: string, answer: string, retryAt: Date, count: number) =>
    sql`update google_classes set outcome = ${reason}, answer = ${answer}, answered_at = ${at}, due_at = ${retryAt},
      failures = ${count} where ${isOf}`
  const statement = () => {
    switch (outcome.kind) {
      case 'accepted': {
        const { sent, digest, announced, notified, remark, vertical, revision, reviewStatus } = outcome
        return sql`
          update google_classes
          set outcome = 'accepted', answer = ${remark ?? null}, answered_at = ${at}, failures = 0, due_at = ${owedStill},
              sent_number = ${number}, sent_at = case when ${sent} then ${at} else sent_at end,
              vertical = ${vertical}, revision = ${revision}, review_status = coalesce(${reviewStatus ?? null}, review_status),
              digest = ${digest}, announced = ${JSON.stringify(announced)}::jsonb,
              notified_at = case when ${notified}
                then array(select x from unnest(notified_at || ${at}::timestamptz) x order by x desc limit 3)
                else notified_at end
          where ${isOf}`
      }
      case 'unfit':
      case 'refused':
        return sql`
          update google_classes
          set outcome = ${outcome.reason}, answer = ${outcome.answer}, answered_at = ${at}, failures = 0, due_at = ${owedStill}
          where ${isOf}`
      case 'later': {
        const waitMs = Math.max(outcome.afterMs ?? 0, retryMs(failures))
        return failed(outcome.reason, outcome.answer, after(waitMs), Math.min(failures + 1, 100))
      }
      case 'obstacle':
        return failed(outcome.obstacle.reason, outcome.obstacle.explanation, at, failures)
      // Of a class, Google does not say the first.
      case 'classMissing':
      case 'released':
        return sql`update google_classes set due_at = ${at} where ${isOf}`
    }
  }
  await statement().execute(database.db)
}

/** Has a class sent anew that Google says it does not have; its objects wait for it. */
export async function resendClass(
  { database }: Core,
  { customerId, campaignId }: { customerId: string; campaignId: string },
  at: Date,
): Promise<void> {
  await database.db
    .updateTable('google_classes')
    .set({ sent_number: null, digest: null, due_at: at })
    .where('customer_id', '=', customerId)
    .where('campaign_id', '=', campaignId)
    .where('sent_number', 'is not', null)
    .execute()
}
