import { requires } from '../../accounts/authorize.ts'
import type { App } from '../../platform/http.ts'
import { campaignAnswerOf } from '../answers.ts'
import { mayMakeCampaigns } from '../may-make-campaigns.ts'
import { type ImportDeps, importCampaign } from './import-campaign.ts'
import { ImportAnswer, ImportQuery, maxFileBytes, PassBody } from './schema.ts'

/** Passes that exist already, as what a campaign begins with. */
export function importRoutes(app: App, deps: ImportDeps): void {
  app.register(async (scope) => {
    const routes = scope as App
    routes.removeAllContentTypeParsers()
    routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    routes.post(
      '/api/campaigns/import',
      {
        bodyLimit: maxFileBytes,
        onRequest: [requires('campaigns:write'), requires('assets:write')],
        schema: {
          tags: ['campaigns'],
          summary: 'Import a pass as a campaign',
          description:
            'Makes a campaign whose draft says what a pass says: a .pkpass file, or a template of Apple’s Pass Designer, ' +
            'zipped. Its images become assets; what content has no word for stands in its raw part for Apple, keys that ' +
            'nobody knows included. Its signature does not matter. It takes the scopes campaigns:write and assets:write.',
          querystring: ImportQuery,
          body: PassBody,
          response: { 201: ImportAnswer },
        },
      },
      async ({ caller, query, body }, reply) => {
        mayMakeCampaigns(caller)
        const file = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
        const { campaign, findings, review } = await importCampaign(deps, file, {
          customerId: caller.customerId,
          ...query,
        })
        // Google has nothing of it yet.
        return reply
          .code(201)
          .send({ campaign: campaignAnswerOf(campaign, review, undefined), findings: [...findings] })
      },
    )
  })
}
