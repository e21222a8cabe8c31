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

/** Goes on after what the command line has wrong, to say all of it at the end. */
export function collectFaults() {
  const faults: CommandError[] = []
  return {
    /** @returns undefined if it failed with a CommandError; any other error is thrown */
    async attempt<T>(work: () => T | Promise<T>): Promise<T | undefined> {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        faults.push(error)
        return undefined
      }
    },
    /** @throws CommandError of one fault as it is, of several one a line under the headline */
    refuseIfAny(headline: string): void {
      const [first, ...others] = faults
      if (!first) return
      if (others.length === 0) throw first
      const { exit, code } = faults.find(({ exit }) => exit === 'usage') ?? first
      const errors = faults.map(({ code, message, hint = '' }) => ({ path: '', code, message, fix: hint }))
      throw new CommandError(exit, code, headline, { errors })
    },
  }
}
