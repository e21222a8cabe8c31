import type { ReviewIssue } from './issues.ts'
import type { Scope } from './scope.ts'

/** What is needed to render a part of content. */
export interface RenderInput {
  readonly scope: Scope
  /** The message that the `news` field shows, once there is one. */
  readonly news: string | undefined
  /** Takes a line for each template whose result does not fit its place. */
  readonly issues: ReviewIssue[]
}

/** A compiled part of content: one that is always the same, or one that is rendered anew, where undefined means absent. */
export type Node = { readonly constant: unknown } | { readonly render: (input: RenderInput) => unknown }

/** The value of a part of content. */
export function rendered(node: Node, input: RenderInput): unknown {
  return 'constant' in node ? node.constant : node.render(input)
}
