import type { Core } from '../../passes/core.ts'
import { type HolderFacts, isHeld, noteHolder } from '../holders.ts'
import { callbackCountsMs } from './schedule.ts'

/**
 * Notes what Google's answer says of a pass's holders and no callback has told. What happened a moment ago is left to
 * its callback: it is on its way, and Google's answers may lag behind it.
 */
export async function reconcileHolders(
  core: Core,
  { customerId, passId }: { customerId: string; passId: string },
  hasUsers: boolean,
): Promise<void> {
  const event = hasUsers ? 'save' : 'del'
  await noteHolder(core, { customerId, passId }, { event, how: 'reconciled' }, async (trx, at) => {
    const row = await trx
      .selectFrom('google_objects')
      .select(['opened_at as openedAt', 'saved_at as savedAt', 'removed_at as removedAt'])
      .where('customer_id', '=', customerId)
      .where('pass_id', '=', passId)
      .executeTakeFirst()
    return row !== undefined && isMissed(row, hasUsers, at)
  })
}

/** Whether a callback must have been lost. */
export function isMissed(known: HolderFacts, hasUsers: boolean, at: Date): boolean {
  if (isHeld(known) === hasUsers) return false
  const { openedAt, savedAt, removedAt } = known
  const lastMs = Math.max(openedAt.getTime(), savedAt?.getTime() ?? 0, removedAt?.getTime() ?? 0)
  return at.getTime() - lastMs >= callbackCountsMs
}
