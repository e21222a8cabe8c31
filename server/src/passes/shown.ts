import { contentOf } from './content/content-of.ts'
import { ContentError } from './content/issues.ts'
import type { CompiledRevision } from './content/revision.ts'
import { type Pass, stateOf } from './pass.ts'
import { isRetired } from './retirement.ts'

/**
 * What a pass shows at a time, and whether it has retired, as a text to compare: one revision always renders its keys in
 * the same order.
 *
 * @throws ContentError when its tokens cannot be shown
 */
export function showText(revision: CompiledRevision, pass: Pass, at: Date): string {
  const content = contentOf(revision, stateOf(pass), at)
  return `${JSON.stringify(content)}${isRetired(content, pass.voidedAt, at) ? ' retired' : ''}`
}

/**
 * The same, but undefined where tokens do not fit a newer revision: wallets then keep what they have, and voiding or
 * correcting such a pass must still be possible.
 */
export function shownText(revision: CompiledRevision, pass: Pass, at: Date): string | undefined {
  return unlessUnfit(() => showText(revision, pass, at))
}

/** The result, or undefined if the pass's tokens do not fit. */
export function unlessUnfit<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof ContentError) return undefined
    throw error
  }
}
