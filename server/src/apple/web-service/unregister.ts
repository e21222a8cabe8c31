import { transact } from '../../log/transact.ts'
import { recordRemoval } from '../../passes/install.ts'
import { lockPass, type Pass } from '../../passes/pass.ts'
import type { Trx } from '../../platform/database.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { forgetUnregistered } from '../push/want-pushes.ts'
import { authenticatePhone } from './authenticate.ts'
import { isDeviceId } from './device.ts'
import { nothing, RegistrationPath, webService } from './schema.ts'

/** Apple, *Unregister a Pass for Update Notifications*. Phones take only 200 for done, also where nothing was. */
export function unregisterRoute(routes: App, deps: AppleDeps): void {
  const { core } = deps
  routes.delete(
    '/v1/devices/:deviceId/registrations/:passTypeId/:serial',
    {
      onRequest: authenticatePhone(deps),
      schema: {
        ...webService,
        summary: 'End a device’s registration for a pass',
        description: '`Authorization: ApplePass <authenticationToken>`. Whether it was registered makes no difference.',
        params: RegistrationPath,
        response: { 200: nothing('It is not registered any more.') },
      },
    },
    async (request, reply) => {
      const { deviceId, ...name } = request.params
      const customerId = request.passOwnerId
      if (!isDeviceId(deviceId)) return reply.send()
      await transact(core, customerId, async (trx) => {
        const pass = await lockPass(trx, core.keys, customerId, name)
        if (!pass || !(await removeRegistration(trx, pass, deviceId))) return
        await recordRemoval(trx, pass, { wallet: 'apple' }, core.clock.now())
      })
      return reply.send()
    },
  )
}

/** Removes the registration, and the device with its last one. Says whether there was one. */
async function removeRegistration(trx: Trx, pass: Pass, deviceId: string): Promise<boolean> {
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
