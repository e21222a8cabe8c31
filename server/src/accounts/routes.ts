import Type from 'typebox'
import { type FieldError, Problem } from '../errors.ts'
import { type LogWriter, transact } from '../log/transact.ts'
import type { Clock } from '../platform/clock.ts'
import type { App } from '../platform/http.ts'
import type { Keys } from '../platform/keys.ts'
import { onePage } from '../platform/lists.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import type { ApiKey } from './api-key.ts'
import { requires } from './authorize.ts'
import type { Caller } from './caller.ts'
import { createApiKey } from './create-api-key.ts'
import { excessRights, excessTime } from './excess.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import {
  type ApiKeyAnswer,
  ApiKeyIdSchema,
  ApiKeyListSchema,
  ApiKeyPageSchema,
  CreatedApiKeySchema,
  NewApiKeySchema,
} from './schema.ts'
import { listApiKeys } from './store.ts'

export interface AccountDeps {
  readonly core: LogWriter & { readonly keys: Keys; readonly clock: Clock }
}

/** The API keys of the caller's customer: list, make, revoke. */
export function accountRoutes(app: App, { core }: AccountDeps): void {
  const { database, keys, clock } = core
  const tags = ['api keys']
  const onRequest = requires('keys:write')

  app.get(
    '/api/keys',
    {
      onRequest,
      schema: {
        summary: 'List API keys',
        description: 'The customer’s API keys, the newest first, revoked ones too. Their texts are kept nowhere.',
        tags,
        querystring: ApiKeyPageSchema,
        response: { 200: ApiKeyListSchema },
      },
    },
    async (request) => {
      const { cursor, limit = 100 } = request.query
      const range = { before: cursor, limit: limit + 1 }
      const found = await listApiKeys(database.db, request.caller.customerId, range)
      return onePage(found, limit, (apiKey) => apiKey.id, answerOf)
    },
  )

  app.post(
    '/api/keys',
    {
      onRequest,
      schema: {
        summary: 'Make an API key',
        description:
          'Answers the key’s text, this once. A key cannot grant more than it has itself: no other scopes or ' +
          'campaigns, and for no longer.',
        tags,
        body: NewApiKeySchema,
        response: { 201: CreatedApiKeySchema },
      },
    },
    async (request, reply) => {
      const { caller, body } = request
      const at = clock.now()
      const rights = { scopes: body.scopes, campaignIds: body.campaignIds ?? null }
      const notAfter = body.expiresAt === undefined ? null : new Date(body.expiresAt)
      refusePast(notAfter, at)
      refuseExcess(caller, 'grant', [...excessRights(caller, rights), ...excessTime(caller, notAfter)])
      const { text, apiKey } = await transact(core, caller.customerId, (trx) =>
        createApiKey(
          trx,
          keys,
          { ...rights, notAfter, name: body.name, customerId: caller.customerId, by: caller.keyId },
          at,
        ),
      )
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...answerOf(apiKey), key: text })
    },
  )

  app.delete(
    '/api/keys/:id',
    {
      onRequest,
      schema: {
        summary: 'Revoke an API key',
        description:
          'The key is refused from now on: by this process at once, by others within 30 seconds. Links that it made ' +
          'before stay valid. Revoking it again changes nothing. A key that allows more than the caller’s own cannot ' +
          'be revoked with it.',
        tags,
        params: ApiKeyIdSchema,
        response: { 204: Type.Null({ description: 'The key is revoked.' }) },
      },
    },
    async (request, reply) => {
      const { caller } = request
      const { id, revokedAt } = await transact(core, caller.customerId, (trx) =>
        revokeApiKey(
          trx,
          {
            customerId: caller.customerId,
            keyId: request.params.id,
            by: caller.keyId,
            allow: (apiKey) => refuseExcess(caller, 'revoke', excessRights(caller, apiKey)),
          },
          clock.now(),
        ),
      )
      app.apiKeys.noteRevoked(id, revokedAt)
      return reply.code(204).send(null)
    },
  )
}

function refusePast(notAfter: Date | null, at: Date): void {
  if (notAfter === null || notAfter > at) return
  throw invalidRequest([
    {
      path: '/expiresAt',
      code: 'past',
      message: `is not after now, ${at.toISOString()}`,
      fix: 'Give a time to come, or leave it out.',
    },
  ])
}

function refuseExcess(caller: Caller, act: string, errors: readonly FieldError[]): void {
  if (errors.length === 0) return
  throw new Problem('forbidden', `The API key ${caller.keyId} cannot ${act} more than it allows itself.`, {
    errors,
    hint: 'Use a key that has what is named in `errors`.',
  })
}

const answerOf = (apiKey: ApiKey): ApiKeyAnswer => ({
  id: apiKey.id,
  name: apiKey.name,
  scopes: [...apiKey.scopes],
  campaignIds: apiKey.campaignIds && [...apiKey.campaignIds],
  expiresAt: apiKey.notAfter?.toISOString() ?? null,
  createdAt: apiKey.createdAt.toISOString(),
  revokedAt: apiKey.revokedAt?.toISOString() ?? null,
})
