import Type, { type Static } from 'typebox'
import { CampaignAnswer, Name } from '../schema.ts'

/** Above what any real pass has, and of one request to inflate. */
export const maxFileBytes = 20 * 1024 * 1024

/** The body is the file itself. What it is, its first bytes say, and no schema. */
export const PassBody = {
  content: Object.fromEntries(
    ['application/vnd.apple.pkpass', 'application/zip'].map((type) => [
      type,
      { schema: { description: 'A .pkpass file, or a zipped .pkpasstemplate folder.' } },
    ]),
  ),
}

export const ImportQuery = Type.Object(
  {
    walletConfigurationId: Type.String({ description: 'The credentials that its passes are signed with.' }),
    name: Type.Optional(Name),
    language: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$',
        description: 'Which of its languages the campaign speaks; English if absent, else the first that it has.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ImportQuery = Static<typeof ImportQuery>

export const ImportAnswer = Type.Object({
  campaign: CampaignAnswer,
  findings: Type.Array(
    Type.Object({
      path: Type.String({ description: 'A place in its pass.json, or the name of a file.' }),
      code: Type.String(),
      message: Type.String(),
      fix: Type.String(),
    }),
    { description: 'What was wrong with the file, and what of it the campaign does not keep.' },
  ),
})
