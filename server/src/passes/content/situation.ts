import type { CompiledCondition, FactName } from './condition.ts'
import { always, type Interval, intersection } from './intervals.ts'
import type { ReviewIssue } from './issues.ts'
import { rendered } from './node.ts'
import type { CompiledRevision } from './revision.ts'
import { type Scope, scopeOf } from './scope.ts'
import type { PassState } from './state.ts'
import { splitTokenName } from './tokens.ts'

/** Spans during which a variant is active, taken apart by what they depend on. */
export interface VariantSpans {
  /** By the pass's own facts. */
  readonly facts: readonly Interval[]
  /** By facts, calendar and segment together. */
  readonly active: readonly Interval[]
}

/** A revision seen with the eyes of one pass at a moment. */
export interface Situation {
  readonly scope: Scope
  /** In the order of the revision's variants. */
  readonly variants: readonly VariantSpans[]
}

/** @param issues takes what is wrong with the pass's tokens */
export function situationOf(revision: CompiledRevision, state: PassState, at: Date, issues: ReviewIssue[]): Situation {
  const scope = scopeOf(revision.tokens, state, at, issues)
  const expiry = revision.expiry && rendered(revision.expiry, { scope, issues, news: undefined })
  const expiresAtMs = typeof expiry === 'string' ? Date.parse(expiry) : Number.NaN
  const { installedAt, voidedAt, restored, enrolledAt } = state.facts
  const factSpans = {
    installed: since(installedAt?.getTime()),
    voided: voidedAt || !restored ? since(voidedAt?.getTime()) : [[restored.voidedAt.getTime(), restored.at.getTime()]],
    enrolled: since(enrolledAt?.getTime()),
    expired: since(Number.isNaN(expiresAtMs) ? undefined : expiresAtMs),
  } satisfies FactSpans
  return { scope, variants: revision.variants.map(({ condition }) => spansOf(condition, scope, factSpans)) }
}

type FactSpans = { readonly [Fact in FactName]: Interval[] }

const since = (factMs: number | undefined): Interval[] => (factMs === undefined ? [] : [[factMs, Infinity]])

function spansOf(condition: CompiledCondition, scope: Scope, factSpans: FactSpans): VariantSpans {
  const { delayMs } = condition
  const facts = condition.facts.reduce<readonly Interval[]>((spans, fact) => {
    const delayed = factSpans[fact].map(([startMs, endMs]): Interval => [startMs + delayMs, endMs])
    return intersection(spans, delayed)
  }, always)
  return { facts, active: isInSegment(condition, scope) ? intersection(facts, condition.calendar) : [] }
}

function isInSegment({ segment }: CompiledCondition, scope: Scope): boolean {
  if (segment === undefined) return true
  const [group, name] = splitTokenName(segment.token)
  const value = scope[group][name]
  return value !== undefined && segment.values.includes(value)
}
