import { type Issue, issueOf } from '../errors.ts'
import { maxIssues } from '../pass-json/object.ts'

/** The first thousand issues, and that there are more: whoever sends a million mistakes gets no million answers. */
export function limitIssues(issues: Issue[]): Issue[] {
  if (issues.length < maxIssues) return issues
  const rest = issueOf(
    'TOO_MANY_ISSUES',
    'pass.json',
    `There are ${maxIssues} findings or more; the pass was looked at no further.`,
    'Correct these, and lint it again.',
  )
  return [...issues.filter(({ code }) => code !== 'TOO_MANY_ISSUES').slice(0, maxIssues), rest]
}
