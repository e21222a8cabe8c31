import type { Issue } from '@billfold/pkpass'
import { placeLine, plain, type Style } from '../output.ts'

/** One finding in a file, for people. */
export function findingLine(issue: Issue, style: Style): string {
  const kind = issue.severity === 'error' ? style.red('Error:  ') : style.yellow('Warning:')
  return `${kind}${placeLine(issue, style)} ${style.dim(`[${plain(issue.code)}]`)}`
}
