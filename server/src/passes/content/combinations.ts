import { compileContent } from './compile-content.ts'
import type { LeafCompiler } from './compile-leaf.ts'
import type { Kind } from './content.ts'
import { ContentError, type ReviewIssue } from './issues.ts'
import type { JsonObject } from './json.ts'
import type { Node } from './node.ts'

/** How many combinations of active variants a revision keeps compiled. */
const keptCombinations = 256

/**
 * The content of a revision with the patches of the variants of some indices applied, each combination compiled when it
 * is first asked for.
 * @param authored the content as it was authored, with the patches applied
 * @returns a function that throws ContentError for a combination that no review has tried and that is unfit
 */
export function combinationsOf(
  kind: Kind,
  authored: (active: readonly number[]) => JsonObject,
  compiler: LeafCompiler,
): (active: readonly number[]) => Node {
  const compiled = new Map<string, Node>()
  return (active) => {
    const key = active.join()
    const known = compiled.get(key)
    if (known !== undefined) return known
    const issues: ReviewIssue[] = []
    const node = compileContent(kind, authored(active), { ...compiler, issues })
    if (issues.length > 0) throw new ContentError(issues)
    const [oldest] = compiled.keys()
    if (oldest !== undefined && compiled.size >= keptCombinations) compiled.delete(oldest)
    compiled.set(key, node)
    return node
  }
}
