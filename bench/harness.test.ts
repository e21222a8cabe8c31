import { describe, expect, it } from 'vitest'
import { type Comparison, compare, type Finding, type Outcome, type Plan, verdictOf } from './harness.ts'
import { median } from './numbers.ts'
import { markdownTable, outcomeText } from './report.ts'

const plan: Plan = {
  rounds: 3,
  round: { durationMs: 100, share: 1 },
  warmUp: { durationMs: 10, share: 0.1 },
  shuffle: (items) => items.toReversed(),
}

/** A contender whose measurements are given; what it is asked for is written down. */
function scripted(name: string, rates: readonly number[], asked: string[] = []) {
  const warmUpFirst = [1, ...rates]
  return {
    name,
    async measure({ durationMs }: { durationMs: number }) {
      asked.push(`${name} ${durationMs}`)
      return { perSecond: warmUpFirst.shift() ?? Number.NaN }
    },
  }
}

const comparison = (rates: { reference: number[]; subject: number[] }, expectedPerSecond?: number): Comparison => ({
  title: 'do work',
  operation: 'works',
  reference: { ...scripted('reference', rates.reference), ...(expectedPerSecond && { expectedPerSecond }) },
  subject: scripted('subject', rates.subject),
  others: [{ ...scripted('competitor', [10, 20, 30]), subjectAtLeastTimes: 4 }],
  toReach: 0.8,
})

const verdicts = (outcome: Outcome, anyMachine = false) =>
  outcome.findings.map((finding) => verdictOf(finding, outcome, anyMachine))

describe('a comparison', () => {
  it('warms everybody up, then runs everybody once a round in the order of the shuffle', async () => {
    const asked: string[] = []
    const [reference, subject] = [scripted('reference', [1, 1, 1], asked), scripted('subject', [1, 1, 1], asked)]
    await compare({ title: '', operation: '', reference, subject, toReach: 1 }, plan)
    const round = ['subject 100', 'reference 100']
    expect(asked).toEqual(['reference 10', 'subject 10', ...round, ...round, ...round])
  })

  it('compares the medians and leaves the warm-up out', async () => {
    const outcome = await compare(comparison({ reference: [100, 90, 500], subject: [70, 85, 90] }), plan)
    expect(outcome.reference.perSecond).toEqual({ median: 100, min: 90, max: 500 })
    expect(outcome.findings.map(({ value }) => value)).toEqual([0.85, 4.25])
    expect(outcome.findings[0]?.rate?.inRounds).toEqual({ median: 0.7, min: 0.18, max: 85 / 90 })
  })

  it('passes at the bar and falls short below it', async () => {
    expect(verdicts(await compare(comparison({ reference: [100, 100, 100], subject: [80, 80, 80] }), plan))).toEqual([
      'PASS',
      'PASS',
    ])
    expect(verdicts(await compare(comparison({ reference: [100, 100, 100], subject: [79, 79, 79] }), plan))).toEqual([
      'SHORT',
      'SHORT',
    ])
  })
})

describe('a reference more than 20 % below what is expected', () => {
  const slow = () => compare(comparison({ reference: [79, 79, 79], subject: [79, 79, 79] }, 100), plan)

  it('voids the run, loudly', async () => {
    const outcome = await slow()
    expect(verdicts(outcome)).toEqual(['VOID', 'VOID'])
    expect(outcomeText(outcome, false)).toContain('*** VOID: the reference reached 79.0/s, and 100/s are expected')
  })

  it('is judged all the same where any machine will do, and says so', async () => {
    const outcome = await slow()
    expect(verdicts(outcome, true)).toEqual(['PASS', 'SHORT'])
    expect(outcomeText(outcome, true)).toContain('for this machine as it was')
  })

  it('is fine at exactly 20 %', async () => {
    const outcome = await compare(comparison({ reference: [80, 80, 80], subject: [80, 80, 80] }, 100), plan)
    expect(verdicts(outcome)).toEqual(['PASS', 'PASS'])
  })
})

describe('what is told', () => {
  const upTo = (value: number): Finding => ({ what: 'memory gained', value, unit: 'MB', atMost: 20 })
  const told = async (...findings: Finding[]): Promise<Outcome> => {
    const outcome = await compare(comparison({ reference: [100, 90, 110], subject: [90, 90, 90] }), plan)
    return { ...outcome, findings: [...outcome.findings, ...findings] }
  }

  it('gives both raw figures with their range, the ratio and the verdict', async () => {
    const text = outcomeText(await told(), false)
    expect(text).toMatch(/reference +reference +100 +90\.0–110/)
    expect(text).toMatch(/subject +measured +90\.0 +90\.0–90\.0/)
    expect(text).toMatch(/PASS +0\.90 × +the rate of reference \(at least 0\.8 ×; in single rounds 0\.818–1\.00\)/)
  })

  it('judges what must stay below a bar, and nothing that has none', async () => {
    const outcome = await told(upTo(20), upTo(20.1), { what: 'by the way', value: 7, unit: 'ms' })
    expect(verdicts(outcome).slice(2)).toEqual(['PASS', 'SHORT', ''])
    expect(outcomeText(outcome, false)).toMatch(/SHORT +20\.1 MB +memory gained \(at most 20 MB\)/)
  })

  it('becomes the rows of the page', async () => {
    const run = { machine: '', quick: false, anyMachine: false, outcomes: [await told(upTo(3))] }
    expect(markdownTable(run).split('\n').slice(2)).toEqual([
      '| **do work** | 100 works/s (90.0–110) | 90.0 works/s (90.0–90.0) | 0.90 × | at least 0.8 × | PASS |',
      '| the rate of competitor | 20.0 works/s (10.0–30.0) | 90.0 works/s (90.0–90.0) | 4.50 × | at least 4 × | PASS |',
      '| memory gained |  |  | 3.00 MB | at most 20 MB | PASS |',
    ])
  })
})

it('a median of an even number lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})
