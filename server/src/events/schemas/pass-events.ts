import Type from 'typebox'

/** Data of the events of one pass. Contacts' personal data is in none of them. */

const Tokens = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
  description: 'Tokens by their full name, without the personal ones; null is one that was removed.',
})
const Source = Type.Enum(['api', 'link'], {
  description: 'Who set the tokens: an API call, or a link that was opened.',
})
const Wallet = Type.Enum(['apple'])
const Reason = Type.Optional(Type.String({ description: 'Why, in the words of who did it.' }))

export const Created = Type.Object(
  { tokens: Tokens, source: Source },
  { examples: [{ tokens: { 'voucher.points': 120 }, source: 'link' }] },
)

export const Opened = Type.Object(
  {
    platform: Type.Enum(['apple', 'pkpass', 'browser'], {
      description: 'What the link was answered with: a pass for Apple Wallet, the pass as a file, or a page.',
    }),
  },
  { examples: [{ platform: 'apple' }] },
)

export const Download = Type.Object(
  { wallet: Wallet, first: Type.Boolean({ description: 'Whether no wallet had this pass before.' }) },
  { examples: [{ wallet: 'apple', first: true }] },
)

export const Delete = Type.Object({ wallet: Wallet }, { examples: [{ wallet: 'apple' }] })

export const Updated = Type.Object(
  {
    reason: Type.Enum(['tokens', 'time'], {
      description: '`tokens`: some were set. `time`: a variant was entered or left.',
    }),
    tokens: Type.Optional(Tokens),
    source: Type.Optional(Source),
    due: Type.Optional(Type.String({ format: 'date-time', description: 'When the variant was to turn.' })),
  },
  {
    examples: [
      { reason: 'tokens', tokens: { 'voucher.points': 130 }, source: 'api' },
      { reason: 'time', due: '2036-03-01T12:00:10.000Z' },
    ],
  },
)

export const Voided = Type.Object({ reason: Reason }, { examples: [{ reason: 'refunded' }] })

export const Restored = Type.Object({ reason: Reason }, { examples: [{}] })
