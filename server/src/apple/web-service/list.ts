import { greatestNumber } from '../../log/number.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { isDeviceId } from './device.ts'
import { DevicePath, nothing, SinceTag, UpdatablePasses, webService } from './schema.ts'

/** Apple, *Get the List of Updatable Passes*. A phone sends no token here: its device id is the secret. */
export function listRoute(routes: App, { core, walletDirectory, evidence }: AppleDeps): void {
  routes.get(
    '/v1/devices/:deviceId/registrations/:passTypeId',
    {
      schema: {
        ...webService,
        summary: 'List the passes of a device that changed since a tag',
        description: 'All of its passes if there is no tag. No `Authorization`: the device id is the secret.',
        params: DevicePath,
        querystring: SinceTag,
        response: { 200: UpdatablePasses, 204: nothing('There are no changes, or no such device.') },
      },
    },
    async (request, reply) => {
      const { deviceId, passTypeId } = request.params
      const owner = isDeviceId(deviceId) ? await walletDirectory.find(passTypeId) : undefined
      if (owner === undefined) return reply.code(204).send()
      const tag = readTag(request.query.passesUpdatedSince)
      const { rows } = await core.database.pool.query<{ serials: string[] | null; latest: number | null }>({
        name: 'apple_updatable_passes',
        text: statement,
        values: [owner.customerId, deviceId, passTypeId, tag],
      })
      const { serials, latest } = rows[0]!
      if (latest !== null) {
        const { customerId } = owner
        const [address, at] = [request.ip, core.clock.now()]
        evidence.listed({ customerId, deviceId, passTypeId, number: latest, tag, serials: serials ?? [], address, at })
      }
      if (serials === null) return reply.code(204).send()
      return reply.send({ serialNumbers: serials, lastUpdated: String(latest) })
    },
  )
}

// One statement is one snapshot: the tag is the greatest number among the very rows returned. If none is, the phone
// knows of all there is, which that number says as well.
const statement = `
  select json_agg(p.serial) filter (where greatest(p.version, c.version) > $4) as serials,
    max(greatest(p.version, c.version)) as latest
  from registrations r
  join passes p on p.customer_id = r.customer_id and p.id = r.pass_id
  join campaigns c on c.customer_id = p.customer_id and c.id = p.campaign_id
  where r.customer_id = $1 and r.device_id = $2 and r.pass_type_id = $3`

/** Below every version: what a phone asks that has no tag yet, or one that is none of ours. */
const beforeAll = -1

function readTag(tag: unknown): number {
  if (typeof tag !== 'string' || !/^[0-9]{1,16}$/.test(tag)) return beforeAll
  const number = Number(tag)
  return number <= greatestNumber ? number : beforeAll
}
