import type { Readable } from 'node:stream'
import Type from 'typebox'
import { eventTypes } from '../log/event-types.ts'
import { greatestNumber } from '../log/number.ts'

const after = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: greatestNumber,
    default: 0,
    description: 'The `number` of the last event you have.',
  }),
)

const filter = {
  passId: Type.Optional(Type.String()),
  type: Type.Optional(
    Type.Enum(Object.keys(eventTypes), {
      description: Object.entries(eventTypes)
        .map(([type, meaning]) => `\`${type}\`: ${meaning}`)
        .join(' '),
    }),
  ),
}

export const EventQuery = Type.Object(
  {
    after,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    waitSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 30,
        default: 0,
        description: 'If there is nothing yet, wait for so long and answer as soon as there is.',
      }),
    ),
    ...filter,
  },
  { additionalProperties: false },
)

export const StreamQuery = Type.Object({ after, ...filter }, { additionalProperties: false })

export const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: greatestNumber,
      description: 'As `after`, and before it: who reconnects sends the `id` of the last event received.',
    }),
  ),
})

const EventAnswer = Type.Object({
  number: Type.Integer({
    description: 'Rises with every event of the customer, without regard to who committed first.',
  }),
  id: Type.String({ description: 'Stays the same however often the event is delivered.' }),
  type: Type.String(),
  passId: Type.Union([Type.String(), Type.Null()]),
  campaignId: Type.Union([Type.String(), Type.Null()]),
  at: Type.String({ format: 'date-time' }),
  data: Type.Unknown({ description: 'By the schema of the type: `/events/schemas/<type>.json`.' }),
})

export const EventList = Type.Object({
  items: Type.Array(EventAnswer),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What to send as `after` next; null if there is nothing more just now.',
  }),
})

/** Text to who reads it, a stream to who sends it. */
export const StreamAnswer = Type.Unsafe<Readable>({ type: 'string' })
