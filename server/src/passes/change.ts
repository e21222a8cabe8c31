import { appendEvents } from '../log/append.ts'
import type { EventType } from '../log/event-types.ts'
import type { Trx, Updateable } from '../platform/database.ts'
import type { Core } from './core.ts'
import type { Pass } from './pass.ts'
import { shownDigest } from './shown.ts'
import type { PassesTable } from './tables.ts'
import { scheduleTransitions } from './transitions.ts'

export interface PassChange {
  /** The pass as it will be. */
  readonly next: Pass
  /** The columns that differ. */
  readonly columns: Updateable<PassesTable>
  readonly event: { readonly type: EventType; readonly data?: object; readonly sealed?: Buffer }
}

/**
 * Writes a change of a locked pass: its row, its event, and the jobs for what its new facts will turn later. The event
 * counts as visible only if the content differs, since phones penalise pushes that change nothing.
 *
 * @returns whether wallets will show something else
 */
export async function changePass(core: Core, trx: Trx, pass: Pass, change: PassChange, at: Date): Promise<boolean> {
  const { compiled } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
  const visible = shownDigest(compiled, pass, at) !== shownDigest(compiled, change.next, at)
  if (Object.keys(change.columns).length > 0) {
    await trx
      .updateTable('passes')
      .set(change.columns)
      .where('customer_id', '=', pass.customerId)
      .where('id', '=', pass.id)
      .execute()
  }
  await appendEvents(trx, [
    { ...change.event, customerId: pass.customerId, passId: pass.id, campaignId: pass.campaignId, at, visible },
  ])
  await scheduleTransitions(core, trx, change.next, compiled, at)
  return visible
}
