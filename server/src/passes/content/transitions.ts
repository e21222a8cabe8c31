import { boundariesAfter } from './intervals.ts'
import { ContentError, distinctIssues, type ReviewIssue } from './issues.ts'
import type { CompiledRevision } from './revision.ts'
import { situationOf } from './situation.ts'
import type { PassState } from './state.ts'

/**
 * The instants after `at`, in order, at which a variant is entered or left because of the pass's own facts: its
 * installation, its voiding, its expiry, and delays since them.
 * @throws ContentError if the pass's tokens are not of their types
 */
export function factTransitionsAfter(revision: CompiledRevision, state: PassState, at: Date): Date[] {
  const issues: ReviewIssue[] = []
  const { variants } = situationOf(revision, state, at, issues)
  if (issues.length > 0) throw new ContentError(distinctIssues(issues))
  return inOrder(
    variants.flatMap(({ facts, active }) => {
      const ofFacts = new Set(facts.flat())
      return boundariesAfter(active, at.getTime()).filter((boundary) => ofFacts.has(boundary))
    }),
  )
}

/** The instants after `at`, in order, at which the calendar of a variant begins or ends: the same for every pass. */
export function calendarTransitionsAfter(revision: CompiledRevision, at: Date): Date[] {
  return inOrder(revision.variants.flatMap(({ condition }) => boundariesAfter(condition.calendar, at.getTime())))
}

function inOrder(instantsMs: readonly number[]): Date[] {
  return [...new Set(instantsMs)].sort((a, b) => a - b).map((instantMs) => new Date(instantMs))
}
