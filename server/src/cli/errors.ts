import type { FieldError } from '../errors.ts'
import type { Exit } from './exit-codes.ts'

/** Why a command gives up, said to the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exit: Exit
  readonly code: string
  readonly hint: string | undefined
  readonly errors: readonly FieldError[]

  constructor(
    exit: Exit,
    code: string,
    message: string,
    more: { hint?: string | undefined; errors?: readonly FieldError[] | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.exit = exit
    this.code = code
    this.hint = more.hint
    this.errors = more.errors ?? []
  }
}

/** The command did its work, and what it printed are problems: it ends with 1 and says no more. */
export class ProblemsFound extends Error {
  override readonly name = 'ProblemsFound'
}

export function usageError(message: string, hint?: string): CommandError {
  return new CommandError('usage', 'usage', message, { hint })
}
