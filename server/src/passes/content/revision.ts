import { combinationsOf } from './combinations.ts'
import { compileContent, compileExpiry } from './compile-content.ts'
import { compileLeaf, leafCompiler } from './compile-leaf.ts'
import { type CompiledCondition, compileCondition } from './condition.ts'
import type { Kind } from './content.ts'
import { ContentError, type ReviewIssue } from './issues.ts'
import { frozenCopy } from './json.ts'
import type { Node } from './node.ts'
import { reviewRevision } from './review.ts'
import { patchedContent, type RevisionSource } from './revision-source.ts'
import { type Sharing, sharingOf } from './sharing.ts'
import type { TokenDeclaration } from './tokens.ts'

export type { Condition } from './condition.ts'
export { ContentError, type ReviewIssue } from './issues.ts'
export { type RevisionSource, revisionSchema, type Variant } from './revision-source.ts'
export type { TokenDeclaration } from './tokens.ts'
export { reviewRevision }

export interface CompiledVariant {
  readonly condition: CompiledCondition
  readonly message: Node | undefined
}

/** A revision ready to be rendered; immutable, and shared by all passes of the campaign. */
export interface CompiledRevision {
  /** As it was authored. */
  readonly source: RevisionSource
  readonly kind: Kind
  readonly tokens: readonly TokenDeclaration[]
  readonly variants: readonly CompiledVariant[]
  /** Renders the base content's `validity.until`; undefined if no variant asks whether the pass is expired. */
  readonly expiry: Node | undefined
  /** The content with the patches of the variants of these indices applied; may throw ContentError. */
  readonly contentWith: (active: readonly number[]) => Node
  /** What all passes show alike. */
  readonly sharing: Sharing
}

/**
 * Compiles a revision that reviewRevision finds fit.
 * @throws ContentError with all that reviewRevision finds, if a template or condition does not compile. What templates
 *   render to is not tried here.
 */
export function compileRevision(authored: RevisionSource): CompiledRevision {
  const source = frozenCopy(authored)
  const compiler = leafCompiler(source.tokens)
  const conditionIssues: ReviewIssue[] = []
  const variants = source.variants.map(({ when, message }, index): CompiledVariant => {
    const path = ['variants', String(index)]
    return {
      condition: compileCondition(when, source.tokens, [...path, 'when'], conditionIssues),
      message:
        message === undefined
          ? undefined
          : compileLeaf(message, { type: 'text' }, [...path, 'message'], compiler, true),
    }
  })
  // Every template stands in one of these combinations, so that a fit revision is known by them.
  for (const active of [[], ...variants.map((_, index) => [index])]) {
    compileContent(source.kind, patchedContent(source, active), compiler)
  }
  const asksForExpiry = variants.some(({ condition }) => condition.facts.includes('expired'))
  const expiry = asksForExpiry ? compileExpiry(source.content, compiler) : undefined
  if (conditionIssues.length > 0 || compiler.issues.length > 0) throw new ContentError(reviewRevision(source))
  const { kind, tokens } = source
  return {
    source,
    kind,
    tokens,
    variants,
    expiry,
    contentWith: combinationsOf(kind, (active) => patchedContent(source, active), compiler),
    sharing: sharingOf(source, variants, compiler),
  }
}
