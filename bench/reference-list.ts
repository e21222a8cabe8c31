import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

// The statement of server/src/apple/web-service/list.ts.
const updatablePasses = `
  select json_agg(p.serial) as serials, max(greatest(p.version, c.version)) as latest
  from registrations r
  join passes p on p.customer_id = r.customer_id and p.id = r.pass_id
  join campaigns c on c.customer_id = p.customer_id and c.id = p.campaign_id
  where r.customer_id = $1 and r.device_id = $2 and r.pass_type_id = $3 and greatest(p.version, c.version) > $4`

export function listRoute(app: FastifyInstance, pool: pg.Pool, customerId: string): void {
  app.get<{
    Params: { deviceId: string; passTypeId: string }
    Querystring: { passesUpdatedSince?: string }
  }>('/v1/devices/:deviceId/registrations/:passTypeId', async ({ params, query }, reply) => {
    const { rows } = await pool.query<{ serials: string[] | null; latest: number }>({
      name: 'updatable_passes',
      text: updatablePasses,
      values: [customerId, params.deviceId, params.passTypeId, query.passesUpdatedSince ?? -1],
    })
    const { serials, latest } = rows[0]!
    if (serials === null) return reply.code(204).send()
    return { serialNumbers: serials, lastUpdated: String(latest) }
  })
}
