import { CompiledQuery } from 'kysely'
import { type Trx, write } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { EventType } from './event-types.ts'
import './tables.ts'

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
  /** The campaign's revision under which `visible` was judged: under another one by then, it counts as visible. */
  readonly judgedRevision?: number
  /** What the event says, free of personal data: it leaves the system. */
  readonly data?: object
  /** Personal data needed to fold the past, sealed under the contact's key: it never leaves. */
  readonly sealed?: Buffer
  /** Whether the entry joins the audit trail's hash chain. */
  readonly audit?: boolean
}

const columns = 'customer_id, id, type, pass_id, campaign_id, at, visible, revision, audit, data, sealed'
const types = ['text', 'text', 'text', 'text', 'text', 'timestamptz', 'boolean', 'integer', 'boolean', 'jsonb', 'bytea']

/**
 * Writes events in the transaction that causes them. They have no number yet: the sequencer gives it after commit.
 * The caller holds the lock of each pass row named, so that one pass's events are inserted in their order.
 */
export async function appendEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((_, index) => `(${placeholders(index * types.length)})`)
  const text = `insert into log_unnumbered (${columns}) values ${rows.join(', ')}`
  await write(trx, CompiledQuery.raw(text, events.flatMap(eventValues)))
}

/** The insert of one event, to stand behind another statement that it belongs with; see `eventValues`. */
export function eventInsert(firstParameter: number): string {
  return `insert into log_unnumbered (${columns}) select ${placeholders(firstParameter - 1)}`
}

function placeholders(offset: number): string {
  return types.map((type, index) => `$${offset + index + 1}::${type}`).join(', ')
}

/** The parameters of one event's insert, eleven of them. */
export function eventValues(event: NewEvent): unknown[] {
  return [
    event.customerId,
    newId('evt', event.at),
    event.type,
    event.passId ?? null,
    event.campaignId ?? null,
    event.at,
    event.visible,
    event.judgedRevision ?? null,
    event.audit ?? false,
    JSON.stringify(event.data ?? {}),
    event.sealed ?? null,
  ]
}

/** Gives a new customer its counter; without one the sequencer cannot claim its events. */
export async function beginLog(trx: Trx, customerId: string): Promise<void> {
  await trx.insertInto('log_counters').values({ customer_id: customerId }).execute()
}
