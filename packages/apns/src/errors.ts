/** One thing wrong with the options. */
export interface Problem {
  /** The option's name, like `auth.privateKey`. */
  readonly option: string
  readonly message: string
  readonly fix: string
}

export type ApnsErrorCode =
  /** `openApns` or `openProviderTokens` cannot work with its options; `problems` holds all that is wrong. */
  | 'OPTIONS_REFUSED'
  /** `push` was called after `close`. */
  | 'CLIENT_CLOSED'

/** Thrown for wrong use only: whatever APNs or the network do is an outcome. */
export class ApnsError extends Error {
  override readonly name = 'ApnsError'
  readonly code: ApnsErrorCode
  readonly problems: readonly Problem[]

  constructor(code: ApnsErrorCode, message: string, problems: readonly Problem[] = []) {
    super([message, ...problems.map(({ option, message, fix }) => `- ${option}: ${message} ${fix}`)].join('\n'))
    this.code = code
    this.problems = problems
  }
}

/** Throws an {@link ApnsError} that lists all problems, if there are any. */
export function refuseProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ApnsError('OPTIONS_REFUSED', 'The options cannot be used.', problems)
}
