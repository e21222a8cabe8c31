import { claimCursor, moveCursor } from '../../log/cursors.ts'
import { type LoggedEvent, lastNumberOf, readLog } from '../../log/read.ts'
import type { Db } from '../../platform/database.ts'
import { type Broker, type Message, topic } from './broker.ts'
import { cloudEventOf, cloudEventType } from './cloud-event.ts'
import { publishInOrder } from './publish-in-order.ts'

export interface RelayDeps {
  readonly db: Db
  readonly broker: Pick<Broker, 'publish'>
  readonly baseUrl: string
}

/**
 * `done`: nothing more to relay; `more`: the batch was full; `held`: another process relays this customer's events;
 * `failed`: the broker did not acknowledge all of them.
 */
export type RelayOutcome = { readonly state: 'done' | 'more' | 'held' } | { readonly state: 'failed'; error: unknown }

/** The cursor's name in the database. */
export const relayName = 'nats'
/** How many events are on their way at once. */
export const batchSize = 1000

/**
 * Relays one customer's next events, in one transaction that holds the customer's cursor. The cursor moves past what the
 * broker has acknowledged and no further, so an event that was lost on the way is sent again, with the same id.
 */
export function relayBatch({ db, broker, baseUrl }: RelayDeps, customerId: string): Promise<RelayOutcome> {
  const place = { customerId, name: relayName }
  return db.transaction().execute(async (trx): Promise<RelayOutcome> => {
    const after = await claimCursor(trx, place)
    if (after === undefined) return { state: 'held' }
    const last = await lastNumberOf(trx, customerId)
    const events = await readLog(trx, customerId, { after, limit: batchSize })
    const { acknowledged, error } = await publishInOrder(events, orderKey, (event) =>
      broker.publish(messageOf(event, { baseUrl, customerId })),
    )
    const all = acknowledged === events.length
    const more = events.length === batchSize
    const reached = events[acknowledged - 1]?.number ?? after
    // A restored log goes on with higher numbers: up to `last` there is nothing that was not read.
    await moveCursor(trx, place, all && !more ? Math.max(reached, last) : reached)
    if (!all) return { state: 'failed', error }
    return { state: more ? 'more' : 'done' }
  })
}

/** The events of a pass keep their order, and so do those of a campaign as a whole and those of the customer. */
const orderKey = (event: LoggedEvent): string => event.passId ?? event.campaignId ?? ''

/** `wallet-passes.cus_….download`: consumers choose by customer and by type. */
function messageOf(event: LoggedEvent, context: { baseUrl: string; customerId: string }): Message {
  return {
    id: event.id,
    subject: `${topic}.${context.customerId}.${event.type}`,
    contentType: cloudEventType,
    payload: JSON.stringify(cloudEventOf(event, context)),
  }
}
