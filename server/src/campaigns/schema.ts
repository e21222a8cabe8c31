import Type, { type Static } from 'typebox'
import { classStates } from '../google/sync/class-states.ts'
import { kinds } from '../passes/content/content.ts'
import { listOf, page } from '../platform/lists.ts'

export const Name = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^\\P{C}*$',
  description: 'To tell it from others.',
})
const Moment = (description: string) => Type.String({ format: 'date-time', description })

/** Parts are taken as they stand: a draft may be unfit to publish, and its `issues` say why. */
const draftParts = {
  tokens: Type.Optional(
    Type.Array(Type.Unknown(), {
      description:
        'What each recipient has of their own: `{ "name": "contact.firstName", "personal": true, "type"?, "default"?, "sample"? }`.',
    }),
  ),
  content: Type.Optional(
    Type.Object(
      {},
      {
        additionalProperties: true,
        description:
          'What passes show; texts are Liquid templates over the tokens. Its part `apple` takes every key of Apple’s ' +
          'pass.json through iOS 27 (docs/apple-keys.md has each with its type), its part `google` those of Google’s class and ' +
          'object. A template’s result takes the type of its place, in `apple` as well.',
      },
    ),
  ),
  variants: Type.Optional(
    Type.Array(Type.Unknown(), {
      description:
        'Changes of the content while a condition holds: `{ "when": {…}, "content"?: {…}, "message"?: "…" }`.',
    }),
  ),
  newsLabel: Type.Optional(Type.String({ description: 'The label of the field that bears the messages.' })),
}

export const DraftInput = Type.Object(draftParts, { additionalProperties: false })
export type DraftInput = Static<typeof DraftInput>

const googleConfiguration =
  'The credentials for Google Wallet. It stays what it is once passes may be out; without it there are none of Google’s.'
const personalInLinks =
  'Whether the address of Google’s page may hold personal values, when Google cannot be told of a pass in time. ' +
  'Addresses stay in histories and logs; if not, the holder waits until Google answers. `false` if absent.'

export const NewCampaign = Type.Object(
  {
    name: Name,
    kind: Type.Enum([...kinds], { description: 'What sort of pass it gives out; fixed for its life.' }),
    walletConfigurationId: Type.String({ description: 'The credentials that its passes are signed with.' }),
    googleConfigurationId: Type.Optional(Type.String({ description: googleConfiguration })),
    googlePersonalInLinks: Type.Optional(Type.Boolean({ description: personalInLinks })),
    draft: Type.Optional(DraftInput),
  },
  { additionalProperties: false },
)

export const CampaignChanges = Type.Object(
  {
    name: Type.Optional(Name),
    googleConfigurationId: Type.Optional(
      Type.Union([Type.String({ title: 'text' }), Type.Null({ title: 'null' })], { description: googleConfiguration }),
    ),
    googlePersonalInLinks: Type.Optional(Type.Boolean({ description: personalInLinks })),
  },
  { additionalProperties: false },
)
export type CampaignChanges = Static<typeof CampaignChanges>

const id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
export const CampaignParams = Type.Object({ id })
export const RevisionParams = Type.Object({ id, number: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
export const CampaignPage = Type.Object(page, { additionalProperties: false })

const campaignParts = {
  id: Type.String(),
  name: Type.String(),
  kind: Type.Enum([...kinds]),
  walletConfigurationId: Type.String(),
  passTypeId: Type.String(),
  googleConfigurationId: Type.Union([Type.String(), Type.Null()]),
  googlePersonalInLinks: Type.Boolean(),
  state: Type.Enum(['draft', 'published', 'archived']),
  revision: Type.Union([Type.Integer(), Type.Null()], { description: 'The revision in force; null before the first.' }),
  draftDiffers: Type.Boolean({ description: 'Whether the draft says something else than the revision in force.' }),
  createdAt: Moment('When it was made.'),
}
const Source = Type.Object(draftParts)

export const CampaignSummary = Type.Object(campaignParts)
export const CampaignList = listOf(CampaignSummary)
const Issues = Type.Array(
  Type.Object({ path: Type.String(), code: Type.String(), message: Type.String(), fix: Type.String() }),
  { description: 'Every reason why the draft cannot be published as it is; empty if it can.' },
)
const Warnings = Type.Array(
  Type.Object({
    path: Type.String({ description: 'A JSON Pointer into the draft.' }),
    code: Type.String(),
    message: Type.String(),
    fix: Type.String(),
    doubt: Type.Optional(
      Type.String({ description: 'Why Apple’s own words leave it open, so that only a phone can tell.' }),
    ),
  }),
  {
    description:
      'What is worth a look: what Apple Wallet passes over in silence or draws otherwise than one may think, and what ' +
      'Apple asks for. It can be published.',
  },
)
const Losses = Type.Array(
  Type.Object({
    code: Type.String(),
    path: Type.String({ description: 'A JSON Pointer into the draft.' }),
    message: Type.String(),
    fix: Type.Optional(Type.String()),
  }),
  {
    description:
      'What Google Wallet cannot show as the draft means it; empty without Google Wallet, and while the draft is unfit.',
  },
)
const review = { issues: Issues, warnings: Warnings, losses: Losses }
const orNull = <T extends Type.TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description })

const AtGoogle = Type.Object({
  classId: Type.String(),
  state: Type.Enum(Object.keys(classStates) as (keyof typeof classStates)[], {
    description: Object.entries(classStates)
      .map(([state, meaning]) => `\`${state}\`: ${meaning}`)
      .join(' '),
  }),
  revision: orNull(Type.Integer(), 'The revision that Google has; null before it has one.'),
  answer: orNull(Type.String(), 'What Google said last, if it did not simply take it.'),
  answeredAt: orNull(Moment('When.'), 'When Google answered last.'),
  passes: Type.Integer({ description: 'Passes that somebody has asked for at Google.' }),
  waiting: Type.Integer({ description: 'Those whose present state Google does not have yet, at most.' }),
  etaSeconds: orNull(
    Type.Integer(),
    'When Google will have them, at the rate that it allows; null when a person has to act first.',
  ),
  fault: orNull(
    Type.Object({
      kind: Type.Enum(['stopped', 'backingOff']),
      reason: Type.String(),
      explanation: Type.String(),
      since: Moment('Since when.'),
      retryAt: Moment('When it is tried again.'),
    }),
    'What keeps everything of this wallet configuration from being sent.',
  ),
})

export const CampaignAnswer = Type.Object({
  ...campaignParts,
  google: orNull(AtGoogle, 'What Google has of it; null for one without Google, or not published yet.'),
  draft: Source,
  draftEditedAt: Moment('When the draft was last written.'),
  ...review,
})

export const DraftAnswer = Type.Object({
  draft: Source,
  draftEditedAt: Moment('When it was written.'),
  ...review,
})
export const PublishBody = Type.Union([
  Type.Object(
    {
      acceptGoogleLosses: Type.Optional(
        Type.Boolean({ description: 'Whether Google Wallet may come too late for some turns of the calendar.' }),
      ),
    },
    { additionalProperties: false, title: 'what is accepted' },
  ),
  Type.Null(),
])
export const PublishAnswer = Type.Object({
  revision: Type.Integer({ description: 'The revision in force now.' }),
  warnings: Warnings,
  losses: Losses,
})
export const RevisionAnswer = Type.Object({
  number: Type.Integer(),
  publishedAt: Moment('When it came into force.'),
  source: Source,
})

const tokenGroup = (description: string) =>
  Type.Optional(
    Type.Record(Type.String(), Type.Union([Type.String({ title: 'text' }), Type.Number(), Type.Boolean()]), {
      description,
    }),
  )

export const PreviewInput = Type.Object(
  {
    revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'The draft if absent.' })),
    contact: tokenGroup('Tokens of a recipient; samples stand in for those absent.'),
    voucher: tokenGroup('Tokens of what the pass is for; samples stand in for those absent.'),
    facts: Type.Optional(
      Type.Object(
        {
          installedAt: Type.Optional(Moment('When it was first installed; never if absent.')),
          voidedAt: Type.Optional(Moment('Since when it is void; not if absent.')),
          enrolledAt: Type.Optional(Moment('When its holder enrolled; not yet if absent.')),
        },
        { additionalProperties: false },
      ),
    ),
    at: Type.Optional(Moment('When to look at it; now if absent.')),
  },
  { additionalProperties: false },
)
export type PreviewInput = Static<typeof PreviewInput>

export const PreviewAnswer = Type.Object({
  at: Moment('When it is looked at.'),
  content: Type.Unknown({ description: 'What the pass shows, in words of no wallet.' }),
  applePassJson: Type.Unknown({ description: 'The same as Apple’s pass.json, without serial number and web service.' }),
  googleVertical: Type.String({ description: 'What sort of pass it is to Google Wallet.' }),
  googleClass: Type.Unknown({ description: 'What all passes have in common there, without id and review status.' }),
  googleObject: Type.Unknown({ description: 'What the pass shows of its own there, without ids.' }),
  googleLosses: Losses,
})
