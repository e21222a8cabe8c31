import { CompiledQuery } from 'kysely'
import { type FieldError, Problem } from '../../errors.ts'
import { transact } from '../../log/transact.ts'
import { recordInstall } from '../../passes/install.ts'
import { lockPass, type Pass } from '../../passes/pass.ts'
import { jsonObjectOf } from '../../platform/any-body.ts'
import type { Trx } from '../../platform/database.ts'
import type { App } from '../../platform/http.ts'
import { invalidRequest } from '../../platform/request-validator.ts'
import type { AppleDeps } from '../deps.ts'
import { authenticatePhone, passUnauthorized } from './authenticate.ts'
import { isDeviceId, pushTokenPattern } from './device.ts'
import { nothing, type PassPath, RegistrationBody, RegistrationPath, webService } from './schema.ts'

const bodyLimitBytes = 8 * 1024

/** Apple, *Register a Pass for Update Notifications*. */
export function registerRoute(routes: App, deps: AppleDeps): void {
  routes.post(
    '/v1/devices/:deviceId/registrations/:passTypeId/:serial',
    {
      bodyLimit: bodyLimitBytes,
      onRequest: authenticatePhone(deps),
      schema: {
        ...webService,
        summary: 'Register a device for updates of a pass',
        description:
          '`Authorization: ApplePass <authenticationToken>`. The device has this push token from now on, whether it was ' +
          'registered or not. 403 when the pass has as many devices as it may.',
        params: RegistrationPath,
        body: RegistrationBody,
        response: { 200: nothing('It was registered already.'), 201: nothing('It is registered now.') },
      },
    },
    async (request, reply) => {
      const { deviceId, ...name } = request.params
      const pushToken = readPushToken(deviceId, request.body as Buffer | undefined)
      const created = await register(deps, request.passOwnerId, name, { id: deviceId, pushToken })
      return reply.code(created ? 201 : 200).send()
    },
  )
}

function readPushToken(deviceId: string, body: Buffer | undefined): string {
  const { pushToken } = jsonObjectOf(body)
  const errors: FieldError[] = []
  if (!isDeviceId(deviceId)) {
    const message = 'is longer than 255 characters or has control characters'
    errors.push({ path: '/params/deviceId', code: 'device_id', message, fix: 'Send the device library identifier.' })
  }
  const isToken = typeof pushToken === 'string' && pushTokenPattern.test(pushToken)
  if (!isToken) {
    const message = 'is not a text of 1 to 512 printable characters'
    errors.push({ path: '/pushToken', code: 'push_token', message, fix: 'Send the push token of the device.' })
  }
  if (errors.length > 0 || !isToken) throw invalidRequest(errors)
  return pushToken
}

interface Device {
  readonly id: string
  readonly pushToken: string
}

/** One transaction: the device, its registration and, if that is new, the install. Says whether it is new. */
async function register(deps: AppleDeps, customerId: string, name: PassPath, device: Device): Promise<boolean> {
  const { core, maxDevicesPerPass } = deps
  const at = core.clock.now()
  return transact(core, customerId, async (trx) => {
    const pass = await lockPass(trx, core.keys, customerId, name)
    if (!pass) throw passUnauthorized()
    const outcome = await storeRegistration(trx, pass, device, maxDevicesPerPass, at)
    if (outcome === 'full') throw tooManyDevices(maxDevicesPerPass)
    if (outcome === 'created') await recordInstall(core, trx, pass, { wallet: 'apple' }, at)
    return outcome === 'created'
  })
}

// The pass's lock, which the caller holds, keeps others from registering for it meanwhile. Every transaction locks the
// pass before the device, so none waits in a circle.
const storeStatement = `
  with present as (
    select count(*) filter (where device_id <> $2) < $6 as has_room,
      coalesce(bool_or(device_id = $2), false) as has_device
    from registrations where customer_id = $1 and pass_id = $4
  ), device as (
    insert into devices (customer_id, id, push_token, created_at, modified_at)
    select $1, $2, $5, $7, $7 from present where has_device or has_room
    on conflict (customer_id, id) do update set push_token = excluded.push_token, modified_at = excluded.modified_at
      where devices.push_token <> excluded.push_token
  ), registration as (
    insert into registrations (customer_id, device_id, pass_type_id, pass_id, campaign_id, created_at, confirmed_at)
    select $1, $2, $3, $4, $8, $7, $7 from present where has_room and not has_device
  ), confirmation as (
    update registrations set confirmed_at = $7
    where customer_id = $1 and device_id = $2 and pass_type_id = $3 and pass_id = $4
  )
  select case when has_device then 'known' when has_room then 'created' else 'full' end as outcome from present`

async function storeRegistration(
  trx: Trx,
  pass: Pass,
  device: Device,
  maxDevices: number,
  at: Date,
): Promise<'known' | 'created' | 'full'> {
  const values = [
    pass.customerId,
    device.id,
    pass.passTypeId,
    pass.id,
    device.pushToken,
    maxDevices,
    at,
    pass.campaignId,
  ]
  const { rows } = await trx.executeQuery<{ outcome: 'known' | 'created' | 'full' }>(
    CompiledQuery.raw(storeStatement, values),
  )
  return rows[0]!.outcome
}

// 401 would read "Authentication failure" in the phone's log lines; 403 says there what it is, and is retried as slowly.
function tooManyDevices(maxDevices: number): Problem {
  return new Problem('too_many_devices', `This pass is registered on ${maxDevices} devices, as many as a pass may be.`)
}
