import type { PassUpdate } from './get-pass.ts'
import { unregister } from './register.ts'
import type { Session } from './session.ts'
import { synchronise } from './update.ts'
import { subscriptionsIn } from './wallet-changes.ts'

/** Goes on with what failed before, removals first, and asks every web service what has changed. */
export async function refresh(session: Session): Promise<readonly PassUpdate[]> {
  for (const removal of session.wallet.state.removals) await unregister(session, removal)
  const updates: PassUpdate[] = []
  for (const subscription of subscriptionsIn(session.wallet.state)) {
    updates.push(...(await synchronise(session, subscription)))
  }
  return updates
}
