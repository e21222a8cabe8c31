import Type from 'typebox'
import { requires } from '../accounts/authorize.ts'
import { eventTypes } from '../log/event-types.ts'
import { greatestNumber } from '../log/number.ts'
import { type LoggedEvent, readLog } from '../log/read.ts'
import type { Db } from '../platform/database.ts'
import type { App } from '../platform/http.ts'

const EventQuery = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: greatestNumber,
        default: 0,
        description: 'The `number` of the last event you have.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    passId: Type.Optional(Type.String()),
    type: Type.Optional(
      Type.Enum(Object.keys(eventTypes), {
        description: Object.entries(eventTypes)
          .map(([type, meaning]) => `\`${type}\`: ${meaning}`)
          .join(' '),
      }),
    ),
  },
  { additionalProperties: false },
)

const EventAnswer = Type.Object({
  number: Type.Integer({
    description: 'Rises with every event of the customer, without regard to who committed first.',
  }),
  id: Type.String({ description: 'Stays the same however often the event is delivered.' }),
  type: Type.String(),
  passId: Type.Union([Type.String(), Type.Null()]),
  campaignId: Type.Union([Type.String(), Type.Null()]),
  at: Type.String({ format: 'date-time' }),
  data: Type.Unknown(),
})

const EventList = Type.Object({
  items: Type.Array(EventAnswer),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What to send as `after` next; null if there is nothing more just now.',
  }),
})

export function eventRoutes(app: App, deps: { db: Db }): void {
  app.get(
    '/api/events',
    {
      onRequest: requires('events:read'),
      schema: {
        tags: ['events'],
        summary: 'Follow what happens',
        description:
          'The one history of everything, in order. Keep the last number you have dealt with and ask for what came after it: nothing is missed.',
        querystring: EventQuery,
        response: { 200: EventList },
      },
    },
    async (request) => {
      const { after = 0, limit = 100, passId, type } = request.query
      const { customerId, campaignIds } = request.caller
      const range = {
        after,
        limit: limit + 1,
        ...(passId !== undefined && { passId }),
        ...(type !== undefined && { types: [type] }),
        ...(campaignIds !== null && { campaignIds }),
      }
      const events = await readLog(deps.db, customerId, range)
      const items = events.slice(0, limit)
      return { items: items.map(asAnswer), next: events.length > limit ? (items.at(-1)?.number ?? null) : null }
    },
  )
}

function asAnswer(event: LoggedEvent) {
  return { ...event, at: event.at.toISOString() }
}
