import { compileContent } from './compile-content.ts'
import type { LeafCompiler } from './compile-leaf.ts'
import { contentIssues } from './content-issues.ts'
import type { ReviewIssue } from './issues.ts'
import type { JsonObject } from './json.ts'
import { rendered } from './node.ts'
import type { Draft } from './review-draft.ts'
import { patchedContent } from './revision-source.ts'
import { type Scope, scopeOf } from './scope.ts'
import { sampleOf, splitTokenName, type TokenDeclaration } from './tokens.ts'

/** One combination of a draft's variants, rendered with samples. */
export interface Trial {
  /** As it was authored, with the patches of the variants applied. */
  readonly content: JsonObject
  /** What it renders to, of whatever shape that is. */
  readonly shown: JsonObject
  /** With paths into either of them. */
  readonly issues: readonly ReviewIssue[]
}

/** Renders the content of a draft with the variants of these indices active. */
export function tryOut(draft: Draft, active: readonly number[], scope: Scope, compiler: LeafCompiler): Trial {
  const { content = {}, variants, newsLabel } = draft
  const merged = patchedContent({ content, variants, newsLabel }, active)
  const issues: ReviewIssue[] = []
  const kind = draft.kind ?? 'generic'
  const node = compileContent(kind, merged, { ...compiler, issues })
  const shown = { ...(rendered(node, { scope, issues, news: undefined }) as object), voided: false }
  issues.push(...contentIssues(kind, shown, issues))
  // Without its kind, nobody can say what details should be.
  const judged = draft.kind === undefined ? issues.filter(({ path }) => !path.startsWith('/details')) : issues
  return { content: merged, shown, issues: judged }
}

/** Any moment will do, if it is the same in every review. */
const sampleMoment = new Date('2026-01-01T12:00:00Z')

/** What templates see while they are tried out: a sample of every token, and all facts. */
export function sampleScope(tokens: readonly TokenDeclaration[]): Scope {
  const values = { contact: {} as Record<string, unknown>, voucher: {} as Record<string, unknown> }
  for (const declaration of tokens) {
    const [group, name] = splitTokenName(declaration.name)
    values[group][name] = sampleOf(declaration)
  }
  const facts = { installedAt: sampleMoment, voidedAt: sampleMoment }
  // Samples of the wrong type are reported where they are declared.
  return scopeOf(tokens, { tokens: values, facts }, sampleMoment, [])
}
