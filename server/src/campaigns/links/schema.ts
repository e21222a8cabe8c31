import Type, { type Static } from 'typebox'

/** PostgreSQL keeps neither NUL nor half a surrogate pair in JSON: refused here rather than when the link is opened. */
const storable = '^[^\\u0000\\ud800-\\udfff]*$'

const tokens = (description: string) =>
  Type.Optional(
    Type.Record(
      Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }),
      Type.Union([Type.String({ pattern: storable, title: 'text' }), Type.Number(), Type.Boolean()]),
      { description, additionalProperties: false },
    ),
  )

export const LinkRequest = Type.Object(
  {
    campaignId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    customerId: Type.Optional(Type.String({ description: 'The customer of the API key; it may be left out.' })),
    contactId: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '^\\P{C}*$',
      description: 'The recipient, by your own id: printable characters. One contact has one pass of a campaign.',
    }),
    platform: Type.Optional(
      Type.Enum(['apple', 'google', 'auto'], {
        default: 'auto',
        description: 'The wallet to open. `auto` chooses by the phone that opens the link.',
      }),
    ),
    contact: tokens('Tokens of the recipient, as `{{ contact.firstName }}`.'),
    voucher: tokens('Tokens of what the pass is for, as `{{ voucher.code }}`.'),
    expiresAt: Type.Optional(
      Type.String({ format: 'date-time', description: 'From when on the link opens no more: in 400 days if absent.' }),
    ),
  },
  { additionalProperties: false },
)
export type LinkRequest = Static<typeof LinkRequest>

const maxRequests = 10_000
const envelope = { description: 'Each is judged by itself.', minItems: 1, maxItems: maxRequests }

export const LinkBatch = Type.Object({ requests: Type.Array(LinkRequest, envelope) }, { additionalProperties: false })

/** What the call as a whole must be; the requests in it fail one by one. */
export const LinkBatchEnvelope = Type.Object(
  { requests: Type.Array(Type.Unknown(), envelope) },
  { additionalProperties: false },
)

const LinkError = Type.Object({
  code: Type.String({
    description: 'A code of the problem documents: `invalid_request`, `forbidden`, `link_too_long`.',
  }),
  detail: Type.String(),
  hint: Type.String(),
  errors: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), code: Type.String(), message: Type.String(), fix: Type.String() }), {
      description: 'Every place in the request that is wrong.',
    }),
  ),
})

export const LinkAnswer = Type.Union([Type.Object({ url: Type.String() }), Type.Object({ error: LinkError })])
export type LinkAnswer = Static<typeof LinkAnswer>

export const LinkBatchAnswer = Type.Object({
  urls: Type.Array(LinkAnswer, { description: 'In the order of the requests.' }),
})
