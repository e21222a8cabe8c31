import { type Interval, lastStart } from './intervals.ts'
import { type Node, type RenderInput, rendered } from './node.ts'

/**
 * The message of the variant entered last, whether it has been left since or not: leaving one changes nothing, so no
 * phone says anything. Of variants entered at the same instant the later in order counts.
 *
 * @param messages those of the variants, in their order
 * @param spans when each of them is active
 */
export function newsAt(
  messages: readonly (Node | undefined)[],
  spans: readonly (readonly Interval[])[],
  input: Omit<RenderInput, 'news'>,
  at: Date,
): string | undefined {
  let last: { readonly enteredMs: number; readonly message: Node } | undefined
  for (const [index, message] of messages.entries()) {
    if (message === undefined) continue
    const enteredMs = lastStart(spans[index] ?? [], at.getTime())
    if (enteredMs !== undefined && enteredMs >= (last?.enteredMs ?? -Infinity)) last = { enteredMs, message }
  }
  return last && (rendered(last.message, { ...input, news: undefined }) as string)
}
