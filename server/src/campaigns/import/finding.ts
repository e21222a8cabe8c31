import type { Issue } from '@billfold/pkpass'

/** What was wrong with an imported file, or what of it a campaign does not keep. */
export interface Finding {
  /** In the file: a place in its pass.json, or a file's name. */
  readonly path: string
  readonly code: string
  readonly message: string
  readonly fix: string
}

export const findingOf = ({ path, code, message, fix }: Issue): Finding => ({
  path,
  code: code.toLowerCase(),
  message,
  fix,
})

const maxListed = 3

/** Names in a finding that is about many of them: `a, b, c and 5 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxListed).join(', ')
  return names.length > maxListed ? `${shown} and ${names.length - maxListed} more` : shown
}
