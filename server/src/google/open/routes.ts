import Type from 'typebox'
import { mayUseCampaign, requires } from '../../accounts/authorize.ts'
import { Problem } from '../../errors.ts'
import { transact } from '../../log/transact.ts'
import { findPass, lockPass } from '../../passes/pass.ts'
import { PassParams } from '../../passes/schema.ts'
import type { App } from '../../platform/http.ts'
import { openObject } from '../sync/want.ts'
import type { GoogleLinkDeps } from './deps.ts'
import { issuerOf } from './issuer-of.ts'
import { offerPass } from './offer-pass.ts'

const SaveLink = Type.Object({
  url: Type.String({ description: 'Google’s page on which the pass is saved. It does not expire.' }),
})

/** Google's form of a pass for machines: to put behind a button of an app or a site. */
export function googleLinkRoutes(app: App, deps: GoogleLinkDeps): void {
  const { core } = deps
  app.post(
    '/api/passes/:id/google-save-link',
    {
      onRequest: requires('passes:write'),
      schema: {
        tags: ['passes'],
        summary: 'Have a pass ready for Google Wallet',
        description:
          'Has Google take the pass, if it has not yet, and answers with the address at which it is saved. What is sent to ' +
          'people should be a link of Billfold’s, which leads there and to other wallets; this is for apps. 503 ' +
          '`pass_not_at_google` when Google does not have it within two seconds.',
        params: PassParams,
        response: { 200: SaveLink },
      },
    },
    async ({ caller, params: { id } }) => {
      const { customerId } = caller
      const pass = await findPass(core.database.pool, core.keys, customerId, { id })
      if (!pass) throw unknownPass(id)
      mayUseCampaign(caller, pass.campaignId)
      const issuer = await issuerOf(core.database.db, customerId, pass.campaignId)
      if (!issuer) {
        const detail = `The campaign ${pass.campaignId} gives out no passes for Google Wallet.`
        throw new Problem('conflict', detail, {
          hint: 'Set its `googleConfigurationId` with PATCH /api/campaigns/:id.',
        })
      }
      const opened = await transact(core, customerId, async (trx) => {
        const locked = await lockPass(trx, core.keys, customerId, { id })
        if (!locked) throw unknownPass(id)
        return openObject(trx, locked, issuer, core.clock.now())
      })
      const offer = await offerPass(deps, pass, issuer, opened)
      if (offer.kind === 'link') return { url: offer.url }
      throw new Problem('pass_not_at_google', `Google does not have the pass ${id} yet.`)
    },
  )
}

const unknownPass = (id: string) => new Problem('not_found', `There is no pass ${id}.`)
