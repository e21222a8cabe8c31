import { sql } from 'kysely'
import { transact } from '../log/transact.ts'
import type { Core } from '../passes/core.ts'
import { recordInstall, recordRemoval } from '../passes/install.ts'
import { lockPass } from '../passes/pass.ts'
import type { Trx } from '../platform/database.ts'

/** Whether somebody has taken a pass into Google Wallet, or given it up. */
export type HolderEvent = 'save' | 'del'

/** How it is known: Google called, or it answered so when it was asked. */
export type HowKnown = 'callback' | 'reconciled'

/**
 * Notes that a pass was saved or removed: in the log, which tells installations, and beside Google's copy of it.
 *
 * @param before writes that belong to the same transaction; false if the event is to be left out after all
 * @returns whether it was noted; false for a pass that there is not
 */
export function noteHolder(
  core: Core,
  { customerId, passId }: { customerId: string; passId: string },
  { event, how }: { event: HolderEvent; how: HowKnown },
  before: (trx: Trx, at: Date) => Promise<boolean>,
): Promise<boolean> {
  return transact(core, customerId, async (trx) => {
    // Under the lock, so that of two events the later one has the later time.
    const pass = await lockPass(trx, core.keys, customerId, { id: passId })
    const at = core.clock.now()
    if (!pass || !(await before(trx, at))) return false
    const reason = how === 'reconciled' ? { reason: how } : {}
    if (event === 'save') await recordInstall(core, trx, pass, { wallet: 'google', ...reason }, at)
    else await recordRemoval(trx, pass, { wallet: 'google', ...reason }, at)
    const changes = event === 'save' ? sql`saved_at = ${at}, check_at = null` : sql`removed_at = ${at}`
    await sql`update google_objects set ${changes} where customer_id = ${customerId} and pass_id = ${passId}`.execute(
      trx,
    )
    return true
  })
}

/** What is known of a pass's holders. */
export interface HolderFacts {
  readonly openedAt: Date
  readonly savedAt: Date | null
  readonly removedAt: Date | null
}

/** Whether somebody has it, as far as is known. */
export const isHeld = ({ savedAt, removedAt }: Pick<HolderFacts, 'savedAt' | 'removedAt'>): boolean =>
  savedAt !== null && (removedAt === null || removedAt < savedAt)
