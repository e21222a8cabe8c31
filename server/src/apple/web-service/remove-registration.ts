import { transact } from '../../log/transact.ts'
import type { Core } from '../../passes/core.ts'
import { recordRemoval } from '../../passes/install.ts'
import { lockPass, type Pass } from '../../passes/pass.ts'
import type { Trx } from '../../platform/database.ts'
import { forgetUnregistered } from '../push/want-pushes.ts'

/** Removes the registration, and the device with its last one. Says whether there was one. */
export async function removeRegistration(trx: Trx, pass: Pass, deviceId: string): Promise<boolean> {
  // Locked, so that a registration for another pass either is seen below or makes the device anew afterwards.
  const device = await trx
    .selectFrom('devices')
    .select('id')
    .where('customer_id', '=', pass.customerId)
    .where('id', '=', deviceId)
    .forUpdate()
    .executeTakeFirst()
  if (!device) return false
  const { numDeletedRows } = await trx
    .deleteFrom('registrations')
    .where('customer_id', '=', pass.customerId)
    .where('device_id', '=', deviceId)
    .where('pass_type_id', '=', pass.passTypeId)
    .where('pass_id', '=', pass.id)
    .executeTakeFirst()
  await forgetUnregistered(trx, pass.customerId, deviceId, pass.passTypeId)
  await trx
    .deleteFrom('devices')
    .where('customer_id', '=', pass.customerId)
    .where('id', '=', deviceId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('registrations')
            .select('pass_id')
            .where('customer_id', '=', pass.customerId)
            .where('device_id', '=', deviceId),
        ),
      ),
    )
    .execute()
  return numDeletedRows > 0n
}

/**
 * Ends the registration of the device that has fetched a retired pass: it will not do so itself, since what it has now
 * names no web service. If there are several and nothing tells which it was, all stay.
 *
 * @param deviceId the device that it was, to judge by its address
 */
export async function removeRetired(core: Core, pass: Pass, deviceId: string | null): Promise<void> {
  await transact(core, pass.customerId, async (trx) => {
    const locked = await lockPass(trx, core.keys, pass.customerId, { id: pass.id })
    const registered = await trx
      .selectFrom('registrations')
      .select('device_id')
      .where('customer_id', '=', pass.customerId)
      .where('pass_id', '=', pass.id)
      .execute()
    const device = registered.length === 1 ? registered[0]?.device_id : deviceId
    if (!locked || !device || !(await removeRegistration(trx, locked, device))) return
    await recordRemoval(trx, locked, { wallet: 'apple', reason: 'retired' }, core.clock.now())
  })
}
