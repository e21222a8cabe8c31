import { createHash } from 'node:crypto'
import type { PassContent } from './content.ts'
import { contentIssues } from './content-issues.ts'
import { contains } from './intervals.ts'
import { ContentError, distinctIssues, type ReviewIssue } from './issues.ts'
import { canonicalJson, type JsonObject } from './json.ts'
import { newsAt } from './messages.ts'
import { rendered } from './node.ts'
import type { CompiledRevision } from './revision.ts'
import { situationOf } from './situation.ts'
import type { PassState } from './state.ts'

/**
 * What a pass shows at a moment. Pure: equal arguments give equal content, now, in the past and in the future.
 * @throws ContentError with every reason if the pass's tokens cannot be shown: wrong types, results that do not fit
 */
export function contentOf(revision: CompiledRevision, state: PassState, at: Date): PassContent {
  const issues: ReviewIssue[] = []
  const situation = situationOf(revision, state, at, issues)
  const active = situation.variants.flatMap((spans, index) => (contains(spans.active, at.getTime()) ? [index] : []))
  const { scope } = situation
  const messages = revision.variants.map(({ message }) => message)
  const spans = situation.variants.map((variant) => variant.active)
  const news = newsAt(messages, spans, { scope, issues }, at)
  const { voidedAt, enrolledAt } = state.facts
  const happened = (fact: Date | undefined) => fact !== undefined && fact <= at
  const voided = happened(voidedAt)
  const { enrolment, ...shown } = rendered(revision.contentWith(active), { scope, news, issues }) as JsonObject
  const content = {
    ...shown,
    // Who has a void pass is asked for nothing.
    ...(enrolment !== undefined && !voided && !happened(enrolledAt) && { enrolment }),
    voided,
  }
  issues.push(...contentIssues(revision.kind, content, issues))
  if (issues.length > 0) throw new ContentError(distinctIssues(issues))
  return content as PassContent
}

/** SHA-256 in lower-case hexadecimal of the content's canonical JSON: equal contents have equal digests. */
export function contentDigest(content: PassContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}
