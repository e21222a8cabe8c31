import type { Insertable, Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { EventType } from './event-types.ts'
import type { LogUnnumberedTable } from './tables.ts'

/** One change or happening, as the transaction that causes it writes it down. */
export interface NewEvent {
  readonly customerId: string
  readonly type: EventType
  readonly passId?: string
  readonly campaignId?: string
  /** When it happened, by the business clock. */
  readonly at: Date
  /** Whether a wallet shows something else now: only then do versions rise and phones fetch. */
  readonly visible: boolean
  /** What the event says, free of personal data: it leaves the system. */
  readonly data?: object
  /** Personal data needed to fold the past, sealed under the contact's key: it never leaves. */
  readonly sealed?: Buffer
  /** Whether the entry joins the audit trail's hash chain. */
  readonly audit?: boolean
}

/**
 * Writes events in the transaction that causes them. They have no number yet: the sequencer gives it after commit.
 * The caller holds the lock of each pass row named, so that one pass's events are inserted in their order.
 */
export async function appendEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows: Insertable<LogUnnumberedTable>[] = events.map((event) => ({
    customer_id: event.customerId,
    id: newId('evt', event.at),
    type: event.type,
    pass_id: event.passId ?? null,
    campaign_id: event.campaignId ?? null,
    at: event.at,
    visible: event.visible,
    audit: event.audit ?? false,
    data: JSON.stringify(event.data ?? {}),
    sealed: event.sealed ?? null,
  }))
  await trx.insertInto('log_unnumbered').values(rows).execute()
}

/** Gives a new customer its counter; without one the sequencer cannot claim its events. */
export async function beginLog(trx: Trx, customerId: string): Promise<void> {
  await trx.insertInto('log_counters').values({ customer_id: customerId }).execute()
}
