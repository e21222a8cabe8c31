import { Problem } from '../errors.ts'
import { ContentError } from './content/issues.ts'

/** The problem behind content that cannot be shown: tokens that do not fit their places. */
export function unfitTokens(error: unknown): Problem | undefined {
  if (!(error instanceof ContentError)) return undefined
  // A request has the groups of tokens at its top.
  const errors = error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^\/tokens(?=\/)/, '') }))
  const places = errors.map((issue) => `${issue.path} ${issue.message}`).join('; ')
  return new Problem('tokens_unfit', `With these tokens the pass cannot be shown: ${places}`, { errors, cause: error })
}
