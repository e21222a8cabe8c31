import Type, { type Static } from 'typebox'
import { listOf, page } from '../platform/lists.ts'

const TokenValue = Type.Union([Type.String({ maxLength: 4096 }), Type.Number(), Type.Boolean(), Type.Null()], {
  description: 'null removes the token.',
})
const tokenGroup = (of: string) =>
  Type.Optional(
    Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }), TokenValue, {
      maxProperties: 100,
      additionalProperties: false,
      description: of,
    }),
  )

export const tokenGroups = {
  contact: tokenGroup('Tokens of the recipient, as `{{ contact.firstName }}`.'),
  voucher: tokenGroup('Tokens of what the pass is for, as `{{ voucher.code }}`.'),
}

export const IssueBody = Type.Object(
  {
    campaignId: Type.String(),
    contactId: Type.String({ minLength: 1, maxLength: 128, description: 'The recipient, by your own id.' }),
    ...tokenGroups,
  },
  { additionalProperties: false },
)

export const TokensBody = Type.Object(tokenGroups, { additionalProperties: false, minProperties: 1 })

export const ReasonBody = Type.Union([
  Type.Object(
    { reason: Type.Optional(Type.String({ maxLength: 500 })) },
    { additionalProperties: false, title: 'a reason' },
  ),
  Type.Null(),
])

export const PassParams = Type.Object({ id: Type.String() })

export const PassQuery = Type.Object(
  {
    serialNumber: Type.Optional(Type.String()),
    campaignId: Type.Optional(Type.String()),
    contactId: Type.Optional(Type.String()),
    ...page,
  },
  { additionalProperties: false },
)

export const ContentQuery = Type.Object(
  { at: Type.Optional(Type.String({ format: 'date-time', description: 'Past or future; now if absent.' })) },
  { additionalProperties: false },
)

const instant = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description })

export const PassAnswer = Type.Object({
  id: Type.String(),
  campaignId: Type.String(),
  contactId: Type.String(),
  passTypeId: Type.String(),
  serialNumber: Type.String(),
  contact: Type.Record(Type.String(), TokenValue),
  voucher: Type.Record(Type.String(), TokenValue),
  firstInstalledAt: instant('When the first wallet took it in; never taken back.'),
  voidedAt: instant('Since when it is void.'),
  enrolledAt: instant('When its holder enrolled by the form that the campaign has.'),
  createdAt: Type.String({ format: 'date-time' }),
  version: Type.Integer({ description: 'The log number of its last visible change, or of its campaign’s.' }),
})
export type PassAnswer = Static<typeof PassAnswer>

export const PassList = listOf(PassAnswer)

export const ContentAnswer = Type.Object({
  at: Type.String({ format: 'date-time' }),
  content: Type.Unknown({ description: 'The wallet-neutral content that the pass shows at that time.' }),
})
