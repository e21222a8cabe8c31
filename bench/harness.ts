/** Measures contenders in interleaved rounds, and judges what came out. */
import type { Sample } from './measure.ts'
import { type Spread, spreadOf } from './numbers.ts'

export interface Contender {
  readonly name: string
  /** Runs for about as long as the round says, or a fixed amount of work where work uses something up. */
  measure(round: Round): Promise<Sample>
}

export interface Round {
  readonly durationMs: number
  /** How much of a fixed amount of work to do: 1, or less to warm up and in quick runs. */
  readonly share: number
}

export interface Reference extends Contender {
  /** What a quiet machine of two cores reaches; a run in which it is 20 % slower says nothing. */
  readonly expectedPerSecond?: number
}

export interface Comparison {
  readonly title: string
  /** What is counted, as `passes`. */
  readonly operation: string
  readonly reference: Reference
  readonly subject: Contender
  /** Measured beside them, each with how many times faster the subject must be, if it must. */
  readonly others?: readonly (Contender & { readonly subjectAtLeastTimes?: number })[]
  /** The part of the reference's rate that the subject must reach. */
  readonly toReach: number
}

export interface Plan {
  readonly rounds: number
  readonly round: Round
  readonly warmUp: Round
  /** Puts the contenders of a round in the order in which they run. */
  shuffle<T>(items: readonly T[]): T[]
}

export const fullPlan: Plan = {
  rounds: 5,
  round: { durationMs: 3000, share: 1 },
  warmUp: { durationMs: 2000, share: 0.4 },
  shuffle,
}

/** Too short to be believed: for trying out whether a benchmark works. */
export const quickPlan: Plan = {
  rounds: 3,
  round: { durationMs: 700, share: 0.2 },
  warmUp: { durationMs: 300, share: 0.1 },
  shuffle,
}

export interface Measured {
  readonly name: string
  readonly perSecond: Spread
  readonly cpuMsPerOperation?: Spread
}

export interface Outcome {
  readonly title: string
  readonly operation: string
  readonly reference: Measured & { readonly expectedPerSecond?: number }
  readonly subject: Measured
  readonly others: readonly Measured[]
  readonly findings: readonly Finding[]
}

/** A number with the bar that it must clear; without one it is told and not judged. */
export interface Finding {
  readonly what: string
  readonly value: number
  /** `×` for a ratio. */
  readonly unit: string
  readonly atLeast?: number
  readonly atMost?: number
  /** Whose rate the value is a multiple of, and what the multiple was in single rounds. */
  readonly rate?: { readonly of: Measured; readonly inRounds: Spread }
}

/**
 * Warms every contender up, then runs the rounds: each contender once a round, in a new order each time, so that what
 * the machine does beside it falls on all of them alike.
 */
export async function compare(comparison: Comparison, plan: Plan): Promise<Outcome> {
  const { title, operation, reference, subject, others = [], toReach } = comparison
  const contenders: readonly Contender[] = [reference, subject, ...others]
  const samples = new Map(contenders.map((contender) => [contender, [] as Sample[]]))
  for (const contender of contenders) await contender.measure(plan.warmUp)
  for (let round = 0; round < plan.rounds; round++) {
    for (const contender of plan.shuffle(contenders)) samples.get(contender)?.push(await contender.measure(plan.round))
  }
  const rates = (contender: Contender) => (samples.get(contender) ?? []).map(({ perSecond }) => perSecond)
  const measured = (contender: Contender) => summarise(contender.name, samples.get(contender) ?? [])
  const multipleOf = (other: Contender, atLeast: number): Finding => {
    const of = measured(other)
    const inRounds = spreadOf(rates(subject).map((rate, round) => rate / (rates(other)[round] ?? 0)))
    const value = measured(subject).perSecond.median / of.perSecond.median
    return { what: `the rate of ${other.name}`, value, unit: '×', atLeast, rate: { of, inRounds } }
  }
  const { expectedPerSecond } = reference
  return {
    title,
    operation,
    reference: { ...measured(reference), ...(expectedPerSecond !== undefined && { expectedPerSecond }) },
    subject: measured(subject),
    others: others.map(measured),
    findings: [
      multipleOf(reference, toReach),
      ...others.flatMap((other) =>
        other.subjectAtLeastTimes === undefined ? [] : multipleOf(other, other.subjectAtLeastTimes),
      ),
    ],
  }
}

function summarise(name: string, samples: readonly Sample[]): Measured {
  const cpu = samples.flatMap(({ cpuMsPerOperation }) => cpuMsPerOperation ?? [])
  return {
    name,
    perSecond: spreadOf(samples.map(({ perSecond }) => perSecond)),
    ...(cpu.length > 0 && { cpuMsPerOperation: spreadOf(cpu) }),
  }
}

export type Verdict = 'PASS' | 'SHORT' | 'VOID' | ''

/**
 * A finding without a bar has no verdict; in a void run nobody passes and nobody falls short.
 *
 * @param anyMachine whether to judge a void run all the same
 */
export function verdictOf({ value, atLeast, atMost }: Finding, outcome: Outcome, anyMachine: boolean): Verdict {
  if (atLeast === undefined && atMost === undefined) return ''
  if (isVoid(outcome) && !anyMachine) return 'VOID'
  return value >= (atLeast ?? value) && value <= (atMost ?? value) ? 'PASS' : 'SHORT'
}

const slowestPart = 0.8

/** Whether the reference was so slow that the machine was busy, or is another kind: nothing of the run counts then. */
export const isVoid = ({ reference }: Outcome): boolean =>
  reference.perSecond.median < slowestPart * (reference.expectedPerSecond ?? 0)

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
