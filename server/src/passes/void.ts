import { transact } from '../log/transact.ts'
import { changePass } from './change.ts'
import type { Core } from './core.ts'
import { lockPass, type Pass } from './pass.ts'

/**
 * Declares a pass void: wallets show it so, and nothing can be had for it. Void stays void through opens of its link.
 * A pass that is void already stays as it was.
 *
 * @returns the pass as it is now, or undefined if the customer has no such pass
 */
export function voidPass(core: Core, customerId: string, passId: string, reason?: string): Promise<Pass | undefined> {
  return setVoided(core, customerId, passId, true, reason)
}

/** Makes a void pass valid again; a valid one stays as it was. */
export function restorePass(
  core: Core,
  customerId: string,
  passId: string,
  reason?: string,
): Promise<Pass | undefined> {
  return setVoided(core, customerId, passId, false, reason)
}

function setVoided(
  core: Core,
  customerId: string,
  passId: string,
  voided: boolean,
  reason: string | undefined,
): Promise<Pass | undefined> {
  return transact(core, customerId, async (trx) => {
    const pass = await lockPass(trx, core.keys, customerId, { id: passId })
    if (!pass || (pass.voidedAt !== null) === voided) return pass
    const at = core.clock.now()
    const next: Pass = voided
      ? { ...pass, voidedAt: at, changePending: true }
      : { ...pass, voidedAt: null, restored: pass.voidedAt && { voidedAt: pass.voidedAt, at }, changePending: true }
    const columns = {
      voided_at: next.voidedAt,
      restored_from: next.restored?.voidedAt ?? null,
      restored_at: next.restored?.at ?? null,
    }
    const event = { type: voided ? 'voided' : 'restored', data: reason === undefined ? {} : { reason } } as const
    await changePass(core, trx, pass, { next, mustShow: false, columns, event }, at)
    return next
  })
}
