import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../errors.ts'
import type { App } from '../platform/http.ts'
import type { ApiKeys } from './api-keys.ts'
import { type Caller, hasScope } from './caller.ts'
import type { Scope } from './scopes.ts'

declare module 'fastify' {
  interface FastifyInstance {
    apiKeys: ApiKeys
  }
  interface FastifyRequest {
    /** Set by `requires`: a route without it has none. */
    caller: Caller
  }
}

/** Gives the server what `requires` needs. Comes before the routes. */
export function useApiKeys(app: App, apiKeys: ApiKeys): void {
  app.decorate('apiKeys', apiKeys)
  app.decorateRequest('caller')
}

/**
 * A route's `onRequest` hook: it lets only API keys with this scope through and sets `request.caller`. Refusals carry
 * the challenge of RFC 6750 §3 in `WWW-Authenticate`.
 *
 * @throws Problem `unauthorized` or `forbidden`
 */
export function requires(scope: Scope): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const { authorization } = request.headers
    try {
      request.caller = request.server.apiKeys.authenticate(authorization)
    } catch (error) {
      reply.header('www-authenticate', authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
      throw error
    }
    await request.server.apiKeys.meet(request.caller.customerId)
    if (hasScope(request.caller, scope)) return
    reply.header('www-authenticate', `Bearer error="insufficient_scope", scope="${scope}"`)
    throw new Problem('forbidden', `The API key ${request.caller.keyId} lacks the scope ${scope}.`, {
      hint: `Use a key with the scope ${scope}, or with admin.`,
    })
  }
}

/** @throws Problem `forbidden` when the key is limited to other campaigns; says nothing of whether this one exists */
export function mayUseCampaign(caller: Caller, campaignId: string): void {
  if (caller.campaignIds === null || caller.campaignIds.includes(campaignId)) return
  throw new Problem('forbidden', `The API key ${caller.keyId} is limited to other campaigns than ${campaignId}.`, {
    hint: 'Use a key that is not limited to campaigns, or one whose campaigns include this one.',
  })
}
