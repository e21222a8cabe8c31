import type pg from 'pg'
import { asPass, type PassRow, selectPass } from '../../passes/pass.ts'
import type { App } from '../../platform/http.ts'
import type { AppleDeps } from '../deps.ts'
import { applePassOf } from '../issue.ts'
import { passFileAnswer, sendNotModified, sendPass, sendPassHeaders } from '../send-pass.ts'
import { authenticatePhone, passUnauthorized } from './authenticate.ts'
import { parseHttpDate } from './http-date.ts'
import { removeRetired } from './remove-registration.ts'
import { nothing, PassPath, webService } from './schema.ts'

/** Apple, *Send an Updated Pass*. Phones were seen to ask with HEAD as well; that signs nothing. */
export function fetchRoute(routes: App, deps: AppleDeps): void {
  const { core, evidence } = deps
  routes.route({
    method: ['GET', 'HEAD'],
    url: '/v1/passes/:passTypeId/:serial',
    exposeHeadRoute: false,
    onRequest: authenticatePhone(deps),
    schema: {
      ...webService,
      summary: 'Get the present state of a pass',
      description: '`Authorization: ApplePass <authenticationToken>`, and `If-Modified-Since` as it came last time.',
      params: PassPath,
      response: { 200: passFileAnswer, 304: nothing('The phone has this state.') },
    },
    async handler(request, reply) {
      const row = await findRow(core.database.pool, request.passOwnerId, request.params)
      if (!row) throw passUnauthorized()
      const fetched = () =>
        evidence.fetched({
          customerId: row.customer_id,
          passTypeId: row.pass_type_id,
          serial: row.serial,
          passId: row.id,
          version: row.version,
          address: request.ip,
          at: core.clock.now(),
        })
      if (isCurrent(row, request.headers['if-modified-since'])) {
        fetched()
        return sendNotModified(reply, row.modified_at)
      }
      if (request.method === 'HEAD') return sendPassHeaders(reply, row.modified_at)
      const pass = asPass(core.keys, row)
      const { file, retired } = await applePassOf(deps, pass, core.clock.now())
      const deviceId = fetched()
      if (retired) await removeRetired(core, pass, deviceId)
      return sendPass(reply, file, row.modified_at)
    },
  })
}

/** The pass as it lies in the database: to unseal tokens that nobody will read would be most of the cost of a 304. */
async function findRow(pool: pg.Pool, customerId: string, name: PassPath): Promise<PassRow | undefined> {
  const { rows } = await pool.query<PassRow>({
    name: 'apple_pass',
    text: `${selectPass} and p.pass_type_id = $2 and p.serial = $3`,
    values: [customerId, name.passTypeId, name.serial],
  })
  return rows[0]
}

/** Whether the phone's copy is the present one. A change that has no stamp yet would be missed by comparing stamps. */
function isCurrent(row: PassRow, ifModifiedSince: string | undefined): boolean {
  const since = parseHttpDate(ifModifiedSince)
  return since !== undefined && !row.change_pending && since >= Math.floor(row.modified_at.getTime() / 1000) * 1000
}
