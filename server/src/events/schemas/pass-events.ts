import Type from 'typebox'

/** Data of the events of one pass. Contacts' personal data is in none of them. */

const Tokens = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]), {
  description: 'Tokens by their full name, without the personal ones; null is one that was removed.',
})
const Source = Type.Enum(['api', 'link'], {
  description: 'Who set the tokens: an API call, or a link that was opened.',
})
const Wallet = Type.Enum(['apple', 'google'])
const Reason = Type.Optional(Type.String({ description: 'Why, in the words of who did it.' }))

export const Created = Type.Object(
  { tokens: Tokens, source: Source },
  { examples: [{ tokens: { 'voucher.points': 120 }, source: 'link' }] },
)

export const Opened = Type.Object(
  {
    platform: Type.Enum(['apple', 'pkpass', 'google', 'browser'], {
      description:
        'What the link was answered with: a pass for Apple Wallet, the pass as a file, the way to Google Wallet, or a page.',
    }),
  },
  { examples: [{ platform: 'apple' }] },
)

const HowKnown = Type.Optional(
  Type.String({
    description:
      'How it is known, if the wallet did not say it itself: `gone` when APNs called the device dead, `retired` when the ' +
      'pass was fetched for the last time, `reconciled` when Google was asked.',
  }),
)

export const Download = Type.Object(
  {
    wallet: Wallet,
    first: Type.Boolean({ description: 'Whether no wallet had this pass before.' }),
    reason: HowKnown,
  },
  {
    examples: [
      { wallet: 'apple', first: true },
      { wallet: 'google', first: false, reason: 'reconciled' },
    ],
  },
)

export const Delete = Type.Object(
  { wallet: Wallet, reason: HowKnown },
  { examples: [{ wallet: 'google' }, { wallet: 'apple', reason: 'gone' }] },
)

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

export const Enrolled = Type.Object({ wallet: Wallet, tokens: Tokens }, { examples: [{ wallet: 'apple', tokens: {} }] })

export const Voided = Type.Object({ reason: Reason }, { examples: [{ reason: 'refunded' }] })

export const Restored = Type.Object({ reason: Reason }, { examples: [{}] })
