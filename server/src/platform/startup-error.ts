/** Why Billfold could not start, said to the person who starts it: what is wrong and where, and what to do. */
export class StartupError extends Error {
  readonly code: string
  readonly hint: string | undefined

  constructor(code: string, message: string, hint?: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'StartupError'
    this.code = code
    this.hint = hint
  }
}
