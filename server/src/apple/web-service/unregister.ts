import { transact } from '../../log/transact.ts'
import { recordRemoval } from '../../passes/install.ts'
import { lockPass } from '../../passes/pass.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { authenticatePhone } from './authenticate.ts'
import { isDeviceId } from './device.ts'
import { removeRegistration } from './remove-registration.ts'
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
