import { mayUseCampaign, requires } from '../accounts/authorize.ts'
import { campaignAtGoogle } from '../google/sync/campaign-state.ts'
import { archiveCampaign } from '../passes/publish.ts'
import type { App } from '../platform/http.ts'
import { onePage } from '../platform/lists.ts'
import { misshapen } from '../platform/request-validator.ts'
import { campaignAnswerOf, draftAnswerOf, revisionAnswerOf, summaryOf } from './answers.ts'
import { changeCampaign } from './change-campaign.ts'
import { createCampaign } from './create-campaign.ts'
import type { CampaignDeps } from './deps.ts'
import { mayMakeCampaigns } from './may-make-campaigns.ts'
import { previewCampaign } from './preview.ts'
import { publishDraft } from './publish-draft.ts'
import { putDraft } from './put-draft.ts'
import { reviewDraft } from './review-draft.ts'
import {
  CampaignAnswer,
  CampaignChanges,
  CampaignList,
  CampaignPage,
  CampaignParams,
  DraftAnswer,
  DraftInput,
  NewCampaign,
  PreviewAnswer,
  PreviewInput,
  PublishAnswer,
  PublishBody,
  RevisionAnswer,
  RevisionParams,
} from './schema.ts'
import { type Campaign, findCampaign, findRevision, listCampaigns, unknownCampaign } from './store.ts'

const tags = ['campaigns']

/** Authoring: what campaigns say, and when their passes begin to. */
export function campaignRoutes(app: App, deps: CampaignDeps): void {
  const { core } = deps
  const { db } = core.database
  const { requestsPerSecond } = deps.google
  const answer = async (campaign: Campaign) => {
    const { customerId, id: campaignId } = campaign
    const at = core.clock.now()
    const google = await campaignAtGoogle(db, { customerId, campaignId }, { requestsPerSecond, at })
    return campaignAnswerOf(campaign, await reviewDraft(deps, campaign), google)
  }

  app.post(
    '/api/campaigns',
    {
      onRequest: requires('campaigns:write'),
      attachValidation: true,
      schema: {
        tags,
        summary: 'Create a campaign',
        description: 'It is a draft: it gives out passes once a revision is published.',
        body: NewCampaign,
        response: { 201: CampaignAnswer },
      },
    },
    async (request, reply) => {
      const { customerId } = request.caller
      mayMakeCampaigns(request.caller)
      const campaign = await createCampaign(deps, { ...request.body, customerId }, misshapen(request))
      return reply.code(201).send(await answer(campaign))
    },
  )

  app.get(
    '/api/campaigns',
    {
      onRequest: requires('campaigns:read'),
      schema: {
        tags,
        summary: 'List campaigns',
        description: 'The newest first.',
        querystring: CampaignPage,
        response: { 200: CampaignList },
      },
    },
    async (request) => {
      const { cursor, limit = 100 } = request.query
      const { customerId, campaignIds } = request.caller
      const campaigns = await listCampaigns(db, customerId, { before: cursor, limit: limit + 1, campaignIds })
      return onePage(campaigns, limit, (campaign) => campaign.id, summaryOf)
    },
  )

  app.get(
    '/api/campaigns/:id',
    {
      onRequest: requires('campaigns:read'),
      schema: { tags, summary: 'Read a campaign', params: CampaignParams, response: { 200: CampaignAnswer } },
    },
    async ({ caller, params: { id } }) => {
      mayUseCampaign(caller, id)
      return answer(await findCampaign(db, caller.customerId, id))
    },
  )

  app.patch(
    '/api/campaigns/:id',
    {
      onRequest: requires('campaigns:write'),
      attachValidation: true,
      schema: {
        tags,
        summary: 'Change a campaign',
        description:
          'Renames it, or gives it credentials for Google Wallet. What is left out stays as it is. The credentials can be ' +
          'changed until the campaign is published with them.',
        params: CampaignParams,
        body: CampaignChanges,
        response: { 200: CampaignAnswer },
      },
    },
    async (request) => {
      const { id } = request.params
      const faults = misshapen(request)
      mayUseCampaign(request.caller, id)
      return answer(await changeCampaign(deps, request.caller.customerId, id, request.body, faults))
    },
  )

  app.put(
    '/api/campaigns/:id/draft',
    {
      onRequest: requires('campaigns:write'),
      attachValidation: true,
      schema: {
        tags,
        summary: 'Write the draft of a campaign',
        description: 'Replaces the draft as a whole. It is kept even if it cannot be published; `issues` says why not.',
        params: CampaignParams,
        body: DraftInput,
        response: { 200: DraftAnswer },
      },
    },
    async (request) => {
      const { id } = request.params
      const faults = misshapen(request)
      mayUseCampaign(request.caller, id)
      const { campaign, issues, warnings, losses } = await putDraft(
        deps,
        request.caller.customerId,
        id,
        request.body,
        faults,
      )
      return { ...draftAnswerOf(campaign), issues, warnings, losses }
    },
  )

  app.post(
    '/api/campaigns/:id/revisions',
    {
      onRequest: requires('campaigns:write'),
      schema: {
        tags,
        summary: 'Publish the draft',
        description:
          'Puts the draft in force for all passes of the campaign, as its next revision. 200 with the revision in force ' +
          'if the draft says nothing else; `campaign_unfit` with every reason at once if it cannot be published.',
        params: CampaignParams,
        body: PublishBody,
        response: { 200: PublishAnswer, 201: PublishAnswer },
      },
    },
    async ({ caller, params: { id }, body }, reply) => {
      mayUseCampaign(caller, id)
      const { created, ...published } = await publishDraft(deps, caller.customerId, id, body ?? {})
      return reply.code(created ? 201 : 200).send(published)
    },
  )

  app.get(
    '/api/campaigns/:id/revisions/:number',
    {
      onRequest: requires('campaigns:read'),
      schema: { tags, summary: 'Read a revision', params: RevisionParams, response: { 200: RevisionAnswer } },
    },
    async ({ caller, params: { id, number } }) => {
      mayUseCampaign(caller, id)
      return revisionAnswerOf(await findRevision(db, caller.customerId, id, number))
    },
  )

  app.post(
    '/api/campaigns/:id/archive',
    {
      onRequest: requires('campaigns:write'),
      schema: {
        tags,
        summary: 'Archive a campaign',
        description: 'Its links open no more; passes that exist stay as they are. Archiving it again changes nothing.',
        params: CampaignParams,
        response: { 200: CampaignAnswer },
      },
    },
    async ({ caller, params: { id } }) => {
      mayUseCampaign(caller, id)
      if (!(await archiveCampaign(core, caller.customerId, id))) throw unknownCampaign(id)
      return answer(await findCampaign(db, caller.customerId, id))
    },
  )

  app.post(
    '/api/campaigns/:id/preview',
    {
      onRequest: requires('campaigns:read'),
      schema: {
        tags,
        summary: 'Preview a pass',
        description: 'What a pass with these tokens and facts shows at any time. Nothing is made or kept.',
        params: CampaignParams,
        body: PreviewInput,
        response: { 200: PreviewAnswer },
      },
    },
    async ({ caller, params: { id }, body }) => {
      mayUseCampaign(caller, id)
      const campaign = await findCampaign(db, caller.customerId, id)
      const { at, ...shown } = await previewCampaign(deps, campaign, body)
      return { ...shown, at: at.toISOString() }
    },
  )
}
