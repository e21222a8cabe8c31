import { mayUseCampaign, requires } from '../accounts/authorize.ts'
import type { Caller } from '../accounts/caller.ts'
import { Problem } from '../errors.ts'
import { transact } from '../log/transact.ts'
import type { App } from '../platform/http.ts'
import { onePage } from '../platform/lists.ts'
import { changeTokens } from './change-tokens.ts'
import { contentAt } from './content-at.ts'
import type { Core } from './core.ts'
import { checkDeclared } from './declared.ts'
import { issuePass } from './issue.ts'
import { listPasses } from './list.ts'
import { findPass, lockPass, type Pass } from './pass.ts'
import {
  ContentAnswer,
  ContentQuery,
  IssueBody,
  PassAnswer,
  PassList,
  PassParams,
  PassQuery,
  ReasonBody,
  TokensBody,
} from './schema.ts'
import { flatten, nest } from './tokens.ts'
import { restorePass, voidPass } from './void.ts'

const tags = ['passes']

export function passRoutes(app: App, core: Core): void {
  const passOf = async (request: { caller: Caller; params: { id: string } }): Promise<Pass> => {
    const pass = await findPass(core.database.pool, core.keys, request.caller.customerId, { id: request.params.id })
    if (!pass) throw unknownPass(request.params.id)
    mayUseCampaign(request.caller, pass.campaignId)
    return pass
  }

  app.post(
    '/api/passes',
    {
      onRequest: requires('passes:write'),
      schema: {
        tags,
        summary: 'Issue a pass',
        description:
          'Makes the pass of a contact in a campaign, or finds it and sets the tokens given. 201 if it is new.',
        body: IssueBody,
        response: { 200: PassAnswer, 201: PassAnswer },
      },
    },
    async (request, reply) => {
      const { campaignId, contactId } = request.body
      const { customerId } = request.caller
      mayUseCampaign(request.caller, campaignId)
      const tokens = flatten(request.body)
      await checkDeclared(core, customerId, campaignId, tokens)
      const { pass, created } = await issuePass(core, {
        customerId,
        campaignId,
        contactId,
        tokens,
        source: { kind: 'api' },
      })
      return reply.code(created ? 201 : 200).send(answer(pass))
    },
  )

  app.get(
    '/api/passes',
    {
      onRequest: requires('passes:read'),
      schema: { tags, summary: 'List or find passes', querystring: PassQuery, response: { 200: PassList } },
    },
    async (request) => {
      const { cursor, limit = 100, ...filter } = request.query
      const { customerId, campaignIds } = request.caller
      const range = { after: cursor ?? '', limit: limit + 1 }
      const passes = await listPasses(core.database.pool, core.keys, customerId, { ...filter, campaignIds }, range)
      return onePage(passes, limit, (pass) => pass.id, answer)
    },
  )

  app.get(
    '/api/passes/:id',
    {
      onRequest: requires('passes:read'),
      schema: { tags, summary: 'Read a pass', params: PassParams, response: { 200: PassAnswer } },
    },
    async (request) => answer(await passOf(request)),
  )

  app.get(
    '/api/passes/:id/content',
    {
      onRequest: requires('passes:read'),
      schema: {
        tags,
        summary: 'What a pass shows at a time',
        description:
          'Now, at an instant of the past as it was, or at one of the future if only time passes until then.',
        params: PassParams,
        querystring: ContentQuery,
        response: { 200: ContentAnswer },
      },
    },
    async (request) => {
      const pass = await passOf(request)
      const at = request.query.at === undefined ? core.clock.now() : new Date(request.query.at)
      const content = await contentAt(core, pass, at)
      if (!content) throw new Problem('not_found', `Pass ${pass.id} did not exist yet at ${at.toISOString()}.`)
      return { at: at.toISOString(), content }
    },
  )

  app.patch(
    '/api/passes/:id',
    {
      onRequest: requires('passes:write'),
      schema: {
        tags,
        summary: 'Set tokens of a pass',
        params: PassParams,
        body: TokensBody,
        response: { 200: PassAnswer },
      },
    },
    async (request) => {
      const { campaignId, customerId, id } = await passOf(request)
      const tokens = flatten(request.body)
      await checkDeclared(core, customerId, campaignId, tokens)
      return transact(core, customerId, async (trx) => {
        const pass = await lockPass(trx, core.keys, customerId, { id })
        if (!pass) throw unknownPass(id)
        // Under the lock, so that of two changes the later one has the later time.
        const at = core.clock.now()
        return answer((await changeTokens(core, trx, pass, tokens, { kind: 'api' }, at)).pass)
      })
    },
  )

  const actions = { void: voidPass, restore: restorePass } as const
  for (const [action, act] of Object.entries(actions)) {
    app.post(
      `/api/passes/:id/${action}`,
      {
        onRequest: requires('passes:write'),
        schema: {
          tags,
          summary: action === 'void' ? 'Declare a pass void' : 'Make a void pass valid again',
          params: PassParams,
          body: ReasonBody,
          response: { 200: PassAnswer },
        },
      },
      async (request) => {
        const { customerId, id } = await passOf(request)
        const pass = await act(core, customerId, id, request.body?.reason)
        if (!pass) throw unknownPass(id)
        return answer(pass)
      },
    )
  }
}

const unknownPass = (id: string) => new Problem('not_found', `There is no pass ${id}.`)

function answer(pass: Pass): PassAnswer {
  return {
    id: pass.id,
    campaignId: pass.campaignId,
    contactId: pass.contactId,
    passTypeId: pass.passTypeId,
    serialNumber: pass.serial,
    ...nest(pass.tokens),
    firstInstalledAt: pass.firstInstalledAt?.toISOString() ?? null,
    voidedAt: pass.voidedAt?.toISOString() ?? null,
    enrolledAt: pass.enrolledAt?.toISOString() ?? null,
    createdAt: pass.createdAt.toISOString(),
    version: pass.version,
  } as PassAnswer
}
