import { type RootKeys, verifyCallback } from '@billfold/google-wallet'
import Type from 'typebox'
import type { CallbackOwner } from '../../credentials/callback-token.ts'
import type { GoogleAccounts } from '../../credentials/google-accounts.ts'
import { Problem } from '../../errors.ts'
import type { Core } from '../../passes/core.ts'
import { takeAnyBody } from '../../platform/any-body.ts'
import type { App } from '../../platform/http.ts'
import type { Logger } from '../../platform/logger.ts'
import { openRefusalLog } from './refusal-log.ts'
import { takeCallback } from './take-callback.ts'

export interface CallbackDeps {
  readonly core: Core
  readonly accounts: GoogleAccounts
  readonly rootKeys: RootKeys
  /** Whose address a token is part of; undefined if nobody's. */
  readonly callbackOwner: (token: string) => Promise<CallbackOwner | undefined>
  readonly logger: Logger
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose callback it says that it is: set on the route of Google's callbacks only. */
    callbackOwner: CallbackOwner
  }
}

export const callbackPath = '/google/v1/callback'
const bodyLimitBytes = 16 * 1024
const CallbackParams = Type.Object({ token: Type.String({ description: 'Names the issuer, and vouches for itself.' }) })

/** Where Google tells that a pass was saved or removed (Google Wallet, *Use callbacks for saves and deletions*). */
export function callbackRoutes(app: App, deps: CallbackDeps): void {
  const { core, accounts, rootKeys } = deps
  const refused = openRefusalLog(deps.logger, core.clock)

  app.register(async (scope) => {
    const routes = scope as App
    routes.decorateRequest('callbackOwner')
    takeAnyBody(routes)
    routes.post(
      `${callbackPath}/:token`,
      {
        bodyLimit: bodyLimitBytes,
        async onRequest(request) {
          const owner = await deps.callbackOwner((request.params as { token: string }).token)
          if (!owner) throw new Problem('not_found', 'There is nothing at this address.')
          request.callbackOwner = owner
        },
        schema: {
          tags: ['Google callbacks'],
          summary: 'Take in that a pass was saved or removed',
          description:
            'Called by Google, which signs what it says (ECv2SigningOnly). What it has said before is taken in silently.',
          security: [],
          params: CallbackParams,
          response: { 200: Type.Unsafe<undefined>(Type.Null({ description: 'It is known now.' })) },
        },
      },
      async (request, reply) => {
        const { callbackOwner: owner } = request
        const { issuerId } = await accounts.byConfiguration(owner.customerId, owner.configurationId)
        const verdict = await verifyCallback(request.body, { issuerId, rootKeys, clock: core.clock })
        if (!verdict.isVerified) {
          refused(owner.configurationId, verdict.code)
          const code = verdict.code === 'NO_ROOT' ? 'callback_unjudged' : 'callback_refused'
          throw new Problem(code, `${verdict.explanation}.`)
        }
        await takeCallback(core, owner, issuerId, verdict.message)
        return reply.send()
      },
    )
  })
}
