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
