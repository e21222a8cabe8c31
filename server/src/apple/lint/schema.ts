import type { Issue, PassComparison, SchemeReport } from '@billfold/pkpass'
import Type, { type Static } from 'typebox'

const isObject = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description })

export const LintInput = Type.Object(
  {
    pass: isObject('The pass.json to look at.'),
    files: Type.Optional(
      Type.Array(Type.String({ maxLength: 200 }), {
        maxItems: 1000,
        description: 'The names of the files beside it. Without them nothing is said of images and languages.',
      }),
    ),
    personalization: Type.Optional(isObject('The personalization.json, if the pass has one.')),
    against: Type.Optional(isObject('The pass.json that phones have now, to compare with.')),
    timeZone: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'The zone of the phone, for dates on its lock screen. UTC if absent.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type LintInput = Static<typeof LintInput>

/** A pass.json with what is known about it, or the package itself. */
export const LintBody = {
  content: {
    'application/json': { schema: LintInput },
    'application/vnd.apple.pkpass': { schema: { description: 'A `.pkpass` file.' } },
  },
}

const scope = {
  sinceIos: Type.Optional(Type.Integer({ description: 'The first iOS that it is about.' })),
  untilIos: Type.Optional(Type.Integer({ description: 'The last iOS that it is about.' })),
  doubt: Type.Optional(
    Type.String({ description: 'Why Apple’s own words leave it open, so that only a phone can tell.' }),
  ),
}

const Finding = Type.Object({
  code: Type.String({ description: 'Stable; the README of @billfold/pkpass lists them all.' }),
  severity: Type.Enum(['error', 'warning'], {
    description: 'With an error a pass does not work on a phone; a warning is worth a look.',
  }),
  path: Type.String({ description: 'A place in pass.json, as `storeCard.primaryFields[0].value`, or a file’s name.' }),
  message: Type.String(),
  fix: Type.String(),
  ...scope,
})

const Scheme = Type.Object(
  {
    scheme: Type.Enum(['posterEventTicket', 'semanticBoardingPass', 'posterGeneric']),
    knownSinceIos: Type.Integer(),
    verdict: Type.Enum(['used', 'unused', 'uncertain']),
    usedSinceIos: Type.Optional(Type.Integer()),
    usedUntilIos: Type.Optional(Type.Integer()),
    missing: Type.Array(
      Type.Object({ path: Type.String(), level: Type.Enum(['required', 'recommended']), fix: Type.String(), ...scope }),
    ),
  },
  { description: 'A new look that the pass asks for: whether phones draw it, and what it lacks.' },
)

const Comparison = Type.Object({
  changes: Type.Array(
    Type.Object({
      key: Type.String(),
      path: Type.String(),
      before: Type.String(),
      after: Type.String(),
      changeMessage: Type.Optional(Type.String()),
    }),
  ),
  lockScreen: Type.Array(
    Type.Object({
      style: Type.String(),
      kind: Type.Enum(['message', 'generic', 'silent']),
      text: Type.Optional(Type.String()),
      fields: Type.Array(Type.String()),
      ...scope,
    }),
    { description: 'What the lock screen says; several where phones draw the pass differently.' },
  ),
})

export interface LintAnswer {
  readonly accepted: boolean
  readonly issues: readonly Issue[]
  readonly schemes: readonly SchemeReport[]
  readonly comparison?: Omit<PassComparison, 'issues'>
}
export const LintAnswer = Type.Unsafe<LintAnswer>(
  Type.Object({
    accepted: Type.Boolean({ description: 'Whether there is no error.' }),
    issues: Type.Array(Finding),
    schemes: Type.Array(Scheme),
    comparison: Type.Optional(Comparison),
  }),
)
