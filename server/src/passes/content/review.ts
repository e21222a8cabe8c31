import { Compile, type Validator } from 'typebox/compile'
import { type CompiledCondition, compileCondition } from './condition.ts'
import { reviewEnrolments } from './enrolment.ts'
import { distinctIssues, type ReviewIssue } from './issues.ts'
import { reviewJson } from './json.ts'
import { reviewContents } from './review-contents.ts'
import { type Draft, draftOf } from './review-draft.ts'
import { reviewReserved } from './review-reserved.ts'
import { revisionSchema } from './revision-source.ts'
import { schemaIssues } from './schema-issues.ts'
import { reviewTokens, type TokenDeclaration } from './tokens.ts'

const validator: Validator = Compile(revisionSchema)

/**
 * Why a revision is unfit to publish: every reason at once, none if it is fit. Templates are tried with the tokens'
 * samples; content is tried as it is before any variant, with each variant, and with every two that can be active
 * together. A fit revision compiles, and renders for every pass whose tokens are like their samples.
 */
export function reviewRevision(source: unknown): ReviewIssue[] {
  const unsafe = reviewJson(source)
  if (unsafe.length > 0) return unsafe
  const shape = schemaIssues(validator, source)
  const draft = draftOf(source)
  const tokens = draft.tokens.filter((declaration) => declaration !== undefined)
  const conditions = reviewConditions(draft, tokens, shape)
  return distinctIssues([
    ...shape,
    ...reviewTokens(draft.tokens),
    ...nameIssues(draft),
    ...conditions.issues,
    ...reviewReserved(draft),
    ...reviewEnrolments(draft, tokens),
    ...reviewContents(draft, tokens, conditions.compiled),
  ])
}

/** People know variants by their names, so two of one name cannot be told apart. */
function nameIssues({ variants }: Draft): ReviewIssue[] {
  return variants.flatMap(({ name }, index): ReviewIssue[] => {
    const first = variants.findIndex((other) => other.name === name)
    if (name === undefined || first === index) return []
    return [
      {
        code: 'duplicate_variant_name',
        path: `/variants/${index}/name`,
        message: `${JSON.stringify(name)} is already the name of /variants/${first}.`,
        fix: 'Give each variant a name of its own, or none.',
      },
    ]
  })
}

function reviewConditions(draft: Draft, tokens: readonly TokenDeclaration[], shape: readonly ReviewIssue[]) {
  const issues: ReviewIssue[] = []
  const compiled = draft.variants.map(({ when }, index): CompiledCondition => {
    const own: ReviewIssue[] = []
    const condition = compileCondition(when, tokens, ['variants', index, 'when'], own)
    // Of a condition that has lost an unsound part, nobody can say that it asks for too little.
    const isWhole = !shape.some(({ path }) => path.startsWith(`/variants/${index}/when`))
    issues.push(...own.filter(({ code }) => isWhole || (code !== 'condition_empty' && code !== 'delay_without_fact')))
    return condition
  })
  return { compiled, issues }
}
