import { mayUseCampaign, requires } from '../accounts/authorize.ts'
import { Problem } from '../errors.ts'
import { findPass } from '../passes/pass.ts'
import { PassParams } from '../passes/schema.ts'
import type { App } from '../platform/http.ts'
import type { AppleDeps } from './deps.ts'
import { applePassOf } from './issue.ts'
import { passFileAnswer, sendPass } from './send-pass.ts'

/** Apple's form of a pass for machines: to attach to a mail, or to add from an app. */
export function appleRoutes(app: App, deps: AppleDeps): void {
  const { core } = deps
  app.get(
    '/api/passes/:id/pkpass',
    {
      onRequest: requires('passes:read'),
      schema: {
        tags: ['passes'],
        summary: 'Download a pass for Apple Wallet',
        description: 'The signed `.pkpass` of this moment. It can be attached to a mail or added by an app.',
        params: PassParams,
        response: { 200: passFileAnswer },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const pass = await findPass(core.database.pool, core.keys, request.caller.customerId, { id })
      if (!pass) throw new Problem('not_found', `There is no pass ${id}.`)
      mayUseCampaign(request.caller, pass.campaignId)
      const { file } = await applePassOf(deps, pass, core.clock.now())
      return sendPass(reply, file, pass.modifiedAt)
    },
  )
}
