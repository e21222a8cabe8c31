import type { Issue } from '@billfold/pkpass'
import { count, plain, type Style, wrap } from '../output.ts'

/** As wide as the longest word before a place. */
const indent = ' '.repeat('Warning  '.length)

/** More places of the same finding are counted. */
const maxPlaces = 8

/** Findings in a file, for people, the errors first: where, what, and how to mend it. The same at several places is said once. */
export function findingsText(issues: readonly Issue[], style: Style): string {
  const alike = Map.groupBy(worstFirst(issues), ({ path: _, ...said }) => JSON.stringify(said))
  return [...alike.values()].map((group) => findingText(group, style)).join('\n')
}

function findingText(group: readonly Issue[], style: Style): string {
  const { severity, code, message, fix, doubt } = group[0]!
  const kind = severity === 'error' ? style.red('Error    ') : style.yellow('Warning  ')
  const said = [message, `→ ${fix}`, ...(doubt === undefined ? [] : [`Only a phone can tell: ${doubt}`])]
  const places = group.slice(0, maxPlaces).map(({ path }) => style.bold(plain(path)))
  const more = group.length > maxPlaces ? ` and ${group.length - maxPlaces} more` : ''
  return [
    `${kind}${places.join(', ')}${more}  ${style.dim(`[${plain(code)}]`)}`,
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
