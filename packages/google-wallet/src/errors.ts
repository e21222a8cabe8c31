import { type ErrorCode, errorCodes } from './error-codes.ts'
import type { Issue } from './issue.ts'

/** Whatever this library throws. What verifies and checks does not throw, it reports. */
export class GoogleWalletError extends Error {
  override readonly name: string = 'GoogleWalletError'
  /** Stable, for programs; the README lists them all. */
  readonly code: ErrorCode
  /** Everything that is wrong with what was given, if that is why. */
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, message: string, issues: readonly Issue[] = [], options?: ErrorOptions) {
    const lines = issues.map(
      ({ path, message, fix, code }) => `- ${path === '' ? '' : `${path}: `}${message} ${fix} [${code}]`,
    )
    super([message, ...lines].join('\n'), options)
    this.code = code
    this.issues = issues
  }
}

/** What one HTTP request came to, if it did not succeed. */
export interface Failure {
  readonly code: ErrorCode
  /** HTTP status, or undefined if there was no answer. */
  readonly status: number | undefined
  /** Google's word, like `invalidResource`. */
  readonly reason: string | undefined
  /** Google's text; without an answer, the system's. */
  readonly message: string
  /** The field that Google names, like `id` or `heroImage.sourceUri.uri`. */
  readonly field: string | undefined
  /** From `Retry-After`. */
  readonly retryAfterMs: number | undefined
  readonly cause?: unknown
}

/** Thrown by the client when a call did not succeed, after all tries. */
export class GoogleApiError extends GoogleWalletError {
  override readonly name = 'GoogleApiError'
  readonly status: number | undefined
  readonly reason: string | undefined
  readonly googleMessage: string
  readonly field: string | undefined
  /** Whether the same call may succeed later. */
  readonly isRetryable: boolean
  readonly retryAfterMs: number | undefined
  /** How often it was tried. */
  readonly tries: number
  /** How many of them Google may have done all the same: they broke off, timed out, or a server failed at them. */
  readonly unanswered: number

  constructor(failure: Failure, made: { readonly tries: number; readonly unanswered: number }, what: string) {
    const { code, status, reason, message, cause } = failure
    const origin = [status, reason].filter((part) => part !== undefined).join(' ')
    super(code, `${what}: ${origin === '' ? '' : `${origin}: `}${message}`, [], cause === undefined ? {} : { cause })
    this.status = status
    this.reason = reason
    this.googleMessage = message
    this.field = failure.field
    this.isRetryable = errorCodes[code][0]
    this.retryAfterMs = failure.retryAfterMs
    this.tries = made.tries
    this.unanswered = made.unanswered
  }
}

/** Throws all that is wrong with options or arguments, if anything is. */
export function refuseIssues(code: ErrorCode, message: string, issues: readonly Issue[]): void {
  if (issues.length > 0) throw new GoogleWalletError(code, message, issues)
}
