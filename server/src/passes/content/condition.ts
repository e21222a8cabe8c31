import Type from 'typebox'
import { always, type Interval } from './intervals.ts'
import { pointerOf, type ReviewIssue } from './issues.ts'
import { isZone, type Problem, readDuration, readMoment } from './moments.ts'
import { closed } from './places.ts'
import { scalar, type TokenDeclaration, tokenName } from './tokens.ts'

const fact = (description: string) => Type.Optional(Type.Literal(true, { description }))
const moment = (description: string) =>
  Type.Optional(
    Type.String({ description: `${description}: a date-time with an offset, or without one beside "zone"` }),
  )

/** When a variant is active: all that is given must hold. */
export const conditionSchema = closed({
  installed: fact('true: once the pass has been installed'),
  voided: fact('true: while the pass is voided'),
  enrolled: fact('true: once its holder has enrolled'),
  expired: fact("true: once the base content's validity has passed"),
  after: Type.Optional(Type.String({ description: 'How long after the facts: an ISO 8601 duration such as PT15S' })),
  from: moment('The beginning'),
  until: moment('The end, itself no longer within'),
  zone: Type.Optional(Type.String({ description: 'An IANA time zone, such as Europe/Berlin' })),
  segment: Type.Optional(
    Type.Union(
      [
        closed({ token: tokenName, equals: scalar }),
        closed({ token: tokenName, in: Type.Array(scalar, { minItems: 1 }) }),
      ],
      { description: '{ "token", "equals" } or { "token", "in": […] }, over a token that is not personal' },
    ),
  ),
})

export type Condition = Type.Static<typeof conditionSchema>

/** The facts that a condition may ask for, in the words of {@link Condition}. */
export const factNames = ['installed', 'voided', 'enrolled', 'expired'] as const
export type FactName = (typeof factNames)[number]

export interface Segment {
  readonly token: string
  readonly values: readonly (string | number | boolean)[]
}

/** A condition with its calendar laid out and its delay measured. */
export interface CompiledCondition {
  readonly facts: readonly FactName[]
  /** How long after each fact its span begins. */
  readonly delayMs: number
  /** The spans of the calendar, the same for every pass. */
  readonly calendar: readonly Interval[]
  readonly segment: Segment | undefined
}

/**
 * Compiles a condition that has the right shape.
 * @param path segments of its place in the revision
 * @param issues takes everything that makes it unfit
 */
export function compileCondition(
  condition: Condition,
  tokens: readonly TokenDeclaration[],
  path: readonly (string | number)[],
  issues: ReviewIssue[],
): CompiledCondition {
  const report = (problem: Problem, key: keyof Condition | undefined) => {
    issues.push({ ...problem, path: pointerOf(key === undefined ? path : [...path, key]) })
  }
  /** Reads the text of a key, if there is one; an unfit one is reported and counts as absent. */
  const read = (key: 'after' | 'from' | 'until', reader: (text: string) => number | Problem) => {
    const text = condition[key]
    const value = text === undefined ? undefined : reader(text)
    if (typeof value !== 'object') return value
    report(value, key)
    return undefined
  }

  const facts = factNames.filter((name) => condition[name] !== undefined)
  const startMs = read('from', (text) => readMoment(text, condition.zone))
  const endMs = read('until', (text) => readMoment(text, condition.zone))
  const delayMs = read('after', readDuration)
  const segment = segmentOf(condition.segment)

  if (!facts.length && !condition.from && !condition.until && !segment) report(emptyCondition, undefined)
  if (!facts.length && condition.after !== undefined) report(delayWithoutFact, 'after')
  if (condition.zone !== undefined && !isZone(condition.zone)) report(unknownZone(condition.zone), 'zone')
  if (startMs !== undefined && endMs !== undefined && startMs >= endMs) report(emptyPeriod, 'until')
  const problem = segment && segmentProblem(segment, tokens)
  if (problem !== undefined) report(problem, 'segment')

  const calendar: readonly Interval[] =
    startMs === undefined && endMs === undefined ? always : [[startMs ?? -Infinity, endMs ?? Infinity]]
  return { facts, delayMs: delayMs ?? 0, calendar, segment }
}

function segmentOf(segment: Condition['segment']): Segment | undefined {
  if (segment === undefined) return undefined
  return { token: segment.token, values: 'in' in segment ? segment.in : [segment.equals] }
}

function segmentProblem({ token }: Segment, tokens: readonly TokenDeclaration[]): Problem | undefined {
  const declaration = tokens.find(({ name }) => name === token)
  if (declaration === undefined) {
    return {
      code: 'undeclared_token',
      message: `The token ${token} is not declared.`,
      fix: `Declare "${token}" in tokens, or use a declared one.`,
    }
  }
  if (!declaration.personal) return undefined
  return {
    code: 'personal_segment',
    message: `The token ${token} is personal; segments are formed over tokens that are not.`,
    fix: 'Use another token, or declare this one as not personal if it does not tell who somebody is.',
  }
}

const emptyCondition: Problem = {
  code: 'condition_empty',
  message: 'The condition asks for nothing, so that the variant would always be active.',
  fix: 'Add a fact, a date or a segment, or write the variant into the base content.',
}

const delayWithoutFact: Problem = {
  code: 'delay_without_fact',
  message: 'There is nothing that the delay counts from.',
  fix: 'Add "installed", "voided", "enrolled" or "expired", or remove "after".',
}

const emptyPeriod: Problem = {
  code: 'period_empty',
  message: 'The period ends before it begins.',
  fix: 'Let "until" lie after "from".',
}

function unknownZone(zone: string): Problem {
  return {
    code: 'zone_unknown',
    message: `${JSON.stringify(zone)} is not the name of a time zone.`,
    fix: 'Use a name of the IANA database, such as "Europe/Berlin" or "UTC".',
  }
}
