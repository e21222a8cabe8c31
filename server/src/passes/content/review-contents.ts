import { compileLeaf, type LeafCompiler, leafCompiler } from './compile-leaf.ts'
import type { CompiledCondition } from './condition.ts'
import { intersection } from './intervals.ts'
import { pointerOf, type ReviewIssue, segmentsOf } from './issues.ts'
import type { JsonObject } from './json.ts'
import { fieldKeyAt, pathInPatch } from './merge.ts'
import { rendered } from './node.ts'
import type { Draft } from './review-draft.ts'
import type { Scope } from './scope.ts'
import type { TokenDeclaration } from './tokens.ts'
import { sampleScope, type Trial, tryOut } from './trial.ts'

/**
 * What is unfit in the content and the messages when they are rendered with samples, at the places where it was written.
 * @param conditions those of the variants, in their order
 */
export function reviewContents(
  draft: Draft,
  tokens: readonly TokenDeclaration[],
  conditions: readonly CompiledCondition[],
): ReviewIssue[] {
  const scope = sampleScope(tokens)
  const compiler = leafCompiler(tokens)
  const trial = (...active: number[]) => tryOut(draft, active, scope, compiler)
  const messages = messageIssues(draft, scope, compiler)
  if (draft.content === undefined) return messages

  const base = trial()
  const alone = draft.variants.map((_, index) => trial(index))
  return [
    ...base.issues.map((issue) => ({ ...issue, path: `/content${issue.path}` })),
    ...alone.flatMap((variant, index) => issuesOfVariant(draft, index, variant, [base])),
    ...pairsToTry(draft, conditions).flatMap(([first, second]) => {
      const known = [base, ...[first, second].flatMap((index) => alone[index] ?? [])]
      return issuesOfVariant(draft, second, trial(first, second), known).map((issue) => ({
        ...issue,
        message: `Together with /variants/${first}: ${issue.message}`,
      }))
    }),
    ...messages,
  ]
}

/** The issues of a trial that the known trials do not have, at the places in the variant's patch that cause them. */
function issuesOfVariant(draft: Draft, index: number, trial: Trial, known: readonly Trial[]): ReviewIssue[] {
  const patch = draft.variants[index]?.content
  const before = new Set(known.flatMap((other) => other.issues.map((issue) => identity(issue, other.content))))
  return trial.issues.flatMap((issue) => {
    const path = segmentsOf(issue.path)
    const inPatch = pathInPatch(patch, trial.content, path)
    const isOwn = known.length === 1 && inPatch.length === path.length
    if (before.has(identity(issue, trial.content)) && !isOwn) return []
    return [{ ...issue, path: pointerOf(['variants', index, 'content', ...inPatch]) }]
  })
}

/** Tells issues of different combinations apart, in which a field of the same key may have another index. */
function identity(issue: ReviewIssue, content: JsonObject): string {
  const path = segmentsOf(issue.path)
  const [root, slot, index] = path
  const key = root === 'fields' && slot && index ? fieldKeyAt(content, slot, index) : undefined
  return `${issue.code} ${pointerOf(key === undefined ? path : [root ?? '', slot ?? '', key, ...path.slice(3)])}`
}

/** The indices of every two variants that change the same part of the content and can be active at once. */
function pairsToTry({ variants }: Draft, conditions: readonly CompiledCondition[]): [number, number][] {
  const changing = conditions.map((condition, index) => ({
    condition,
    index,
    parts: Object.keys(variants[index]?.content ?? {}),
  }))
  return changing.flatMap((first, position) =>
    changing
      .slice(position + 1)
      .filter(({ parts }) => parts.some((part) => first.parts.includes(part)))
      .filter((second) => canMeet(first.condition, second.condition))
      .map((second): [number, number] => [first.index, second.index]),
  )
}

function canMeet(some: CompiledCondition, other: CompiledCondition): boolean {
  if (intersection(some.calendar, other.calendar).length === 0) return false
  if (some.segment === undefined || some.segment.token !== other.segment?.token) return true
  const { values } = other.segment
  return some.segment.values.some((value) => values.includes(value))
}

function messageIssues(draft: Draft, scope: Scope, compiler: LeafCompiler): ReviewIssue[] {
  const issues: ReviewIssue[] = []
  for (const [index, { message }] of draft.variants.entries()) {
    if (message === undefined) continue
    const node = compileLeaf(
      message,
      { type: 'text' },
      ['variants', String(index), 'message'],
      { ...compiler, issues },
      true,
    )
    rendered(node, { scope, issues, news: undefined })
  }
  return issues
}
