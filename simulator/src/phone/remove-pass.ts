import { unregister } from './register.ts'
import type { Session } from './session.ts'
import { isSamePass, withoutPass } from './wallet-changes.ts'
import type { HeldPass } from './wallet-state.ts'

/** Takes a pass out of the wallet, then tells its web service, if it has one. */
export async function removePass(session: Session, held: HeldPass): Promise<{ readonly unregistered: boolean }> {
  const { wallet } = session
  await wallet.save(withoutPass(wallet.state, held, session.now()))
  const removal = wallet.state.removals.find((removal) => isSamePass(removal, held))
  return { unregistered: removal === undefined || (await unregister(session, removal)) }
}
