import { createHash } from 'node:crypto'
import type { PassContent } from './content.ts'
import { contentIssues } from './content-issues.ts'
import { contains, lastStart } from './intervals.ts'
import { ContentError, distinctIssues, type ReviewIssue } from './issues.ts'
import { canonicalJson } from './json.ts'
import { rendered } from './node.ts'
import type { CompiledRevision } from './revision.ts'
import { type Situation, situationOf } from './situation.ts'
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
  const news = newsOf(revision, situation, at, issues)
  const { voidedAt } = state.facts
  const content = {
    ...(rendered(revision.contentWith(active), { scope, news, issues }) as object),
    voided: voidedAt !== undefined && voidedAt <= at,
  }
  issues.push(...contentIssues(revision.kind, content, issues))
  if (issues.length > 0) throw new ContentError(distinctIssues(issues))
  return content as PassContent
}

/**
 * The message of the variant entered last, whether it has been left since or not: leaving one changes nothing, so no
 * phone says anything. Of variants entered at the same instant the later in order counts.
 */
function newsOf(
  revision: CompiledRevision,
  { scope, variants }: Situation,
  at: Date,
  issues: ReviewIssue[],
): string | undefined {
  let last: { readonly enteredMs: number; readonly index: number } | undefined
  for (const [index, spans] of variants.entries()) {
    if (revision.variants[index]?.message === undefined) continue
    const enteredMs = lastStart(spans.active, at.getTime())
    if (enteredMs !== undefined && enteredMs >= (last?.enteredMs ?? -Infinity)) last = { enteredMs, index }
  }
  const message = last && revision.variants[last.index]?.message
  return message && (rendered(message, { scope, issues, news: undefined }) as string)
}

/** SHA-256 in lower-case hexadecimal of the content's canonical JSON: equal contents have equal digests. */
export function contentDigest(content: PassContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}
