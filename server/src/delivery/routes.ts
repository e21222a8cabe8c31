import Type from 'typebox'
import { mayUseCampaign, requires } from '../accounts/authorize.ts'
import type { Caller } from '../accounts/caller.ts'
import { Problem } from '../errors.ts'
import type { Core } from '../passes/core.ts'
import { findPass, type Pass } from '../passes/pass.ts'
import { PassParams } from '../passes/schema.ts'
import { storyKinds } from '../passes/story.ts'
import type { App } from '../platform/http.ts'
import { diagnosePass } from './diagnosis.ts'
import { timelineOf } from './timeline.ts'

const Timeline = Type.Object({
  items: Type.Array(
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      kind: Type.Enum([...storyKinds]),
      device: Type.Union([Type.String(), Type.Null()], {
        description: 'Tells the devices of a pass apart; their identifiers are secrets.',
      }),
      text: Type.String({ description: 'For people.' }),
      data: Type.Unknown({ description: 'For programs.' }),
    }),
  ),
})

const finding = {
  finding: Type.String({ description: 'Stable, for programs.' }),
  happened: Type.String(),
  remedy: Type.String(),
  detail: Type.Union([Type.String(), Type.Null()]),
}

const Diagnosis = Type.Object({
  version: Type.Integer({ description: 'The present version of the pass.' }),
  summary: Type.String(),
  devices: Type.Array(Type.Object({ device: Type.String(), ...finding }), {
    description: 'Phones with Apple Wallet that are registered for it.',
  }),
  google: Type.Union(
    [
      Type.Object({
        ...finding,
        notificationsLeft: Type.Integer({ description: 'Of three within 24 hours, which is all that Google shows.' }),
      }),
      Type.Null(),
    ],
    { description: 'Google’s copy of it; null if nobody has asked for it there.' },
  ),
})

/** What is known of a pass on its phones: for support, which has a customer on the telephone. */
export function deliveryRoutes(app: App, core: Core): void {
  const { pool, db } = core.database
  const passOf = async ({ caller, params }: { caller: Caller; params: { id: string } }): Promise<Pass> => {
    const pass = await findPass(pool, core.keys, caller.customerId, { id: params.id })
    if (!pass) throw new Problem('not_found', `There is no pass ${params.id}.`)
    mayUseCampaign(caller, pass.campaignId)
    return pass
  }

  app.get(
    '/api/passes/:id/timeline',
    {
      onRequest: requires('passes:read'),
      schema: {
        tags: ['passes'],
        summary: 'The story of a pass',
        description:
          'What happened to the pass and what each phone showed of it, in order: changes, pushes, lists, fetches with how sure ' +
          'it is whose they were, and what phones say themselves, which nobody proves. Of pushes, lists and fetches the ' +
          'latest of each device, of Google its latest update and its notifications.',
        params: PassParams,
        response: { 200: Timeline },
      },
    },
    async (request) => {
      const items = await timelineOf({ db, pool }, await passOf(request))
      return { items: items.map((item) => ({ ...item, at: item.at.toISOString() })) }
    },
  )

  app.get(
    '/api/passes/:id/diagnosis',
    {
      onRequest: requires('passes:read'),
      schema: {
        tags: ['passes'],
        summary: 'Why a phone has no update, and what to do',
        params: PassParams,
        response: { 200: Diagnosis },
      },
    },
    async (request) => {
      const pass = await passOf(request)
      const { devices, ...diagnosis } = await diagnosePass({ db, pool }, pass, core.clock.now())
      return { ...diagnosis, devices: [...devices] }
    },
  )
}
