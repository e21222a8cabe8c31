import type { Issue } from '@billfold/pkpass'
import { count, placeLine, plain, type Style } from '../output.ts'

/** One finding in a file, for people; on a line below, why Apple's own words leave it open. */
export function findingLine(issue: Issue, style: Style): string {
  const kind = issue.severity === 'error' ? style.red('Error:  ') : style.yellow('Warning:')
  const line = `${kind}${placeLine(issue, style)} ${style.dim(`[${plain(issue.code)}]`)}`
  return issue.doubt === undefined
    ? line
    : `${line}\n${style.dim(`          Only a phone can tell: ${plain(issue.doubt)}`)}`
}

/** `2 errors, 1 warning`, empty for none. */
export function countFindings(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const warnings = issues.length - errors
  return [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])].join(
    ', ',
  )
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(({ severity }) => severity === 'error')
}
