import type { Issue } from '@billfold/pkpass'
import { count, plain, type Style, wrap } from '../output.ts'

/** As wide as the longest word before a place. */
const indent = ' '.repeat('Warning  '.length)

/** Findings in a file, for people, the errors first: where, what, and how to mend it. */
export function findingsText(issues: readonly Issue[], style: Style): string {
  return worstFirst(issues)
    .map((issue) => findingText(issue, style))
    .join('\n')
}

function findingText({ severity, code, path, message, fix, doubt }: Issue, style: Style): string {
  const kind = severity === 'error' ? style.red('Error    ') : style.yellow('Warning  ')
  const said = [message, `→ ${fix}`, ...(doubt === undefined ? [] : [`Only a phone can tell: ${doubt}`])]
  return [
    `${kind}${style.bold(plain(path))}  ${style.dim(`[${plain(code)}]`)}`,
    ...said.map((text) => wrap(plain(text), indent, style)),
  ].join('\n')
}

function worstFirst(issues: readonly Issue[]): Issue[] {
  return (['error', 'warning'] as const).flatMap((severity) => issues.filter((issue) => issue.severity === severity))
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
