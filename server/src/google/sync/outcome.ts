import { type ErrorCode, GoogleApiError, GoogleWalletError } from '@billfold/google-wallet'
import { Problem } from '../../errors.ts'
import { NoPermit } from '../clients.ts'
import type { Obstacle } from './faults.ts'

/** Why something could not be sent, and whose fault it is. */
export type Failure =
  /** Google does not take it as it is: it is not repeated before it changes. */
  | { readonly kind: 'refused'; readonly reason: string; readonly answer: string }
  /** Google failed at it: it is tried again, by itself. */
  | { readonly kind: 'later'; readonly reason: string; readonly answer: string; readonly afterMs: number | undefined }
  /** Nothing else would fare better with this credential now. */
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle }
  /** Its class is not at Google. */
  | { readonly kind: 'classMissing' }
  /** It was not sent, or not to its end, because of how much else there was to do. */
  | { readonly kind: 'released' }

/** Nothing was sent, because what is there to send is nothing that a wallet takes. */
export interface Unfit {
  readonly kind: 'unfit'
  readonly reason: string
  readonly answer: string
}

type Kind = 'refused' | 'later' | 'stopped' | 'backingOff' | 'classMissing' | 'released'

/** What each error of the library means for the queue. */
const kinds: Readonly<Record<ErrorCode, Kind>> = {
  INVALID_RESOURCE: 'refused',
  NOT_FOUND: 'refused',
  ALREADY_EXISTS: 'refused',
  NOTIFICATION_QUOTA_EXCEEDED: 'later',
  CLASS_NOT_FOUND: 'classMissing',
  SERVER_ERROR: 'later',
  UNEXPECTED_ANSWER: 'later',
  QUOTA_EXCEEDED: 'backingOff',
  UNREACHABLE: 'backingOff',
  TIMED_OUT: 'backingOff',
  ABORTED: 'released',
  UNAUTHENTICATED: 'stopped',
  PERMISSION_DENIED: 'stopped',
  CREDENTIALS_REFUSED: 'stopped',
  SERVICE_ACCOUNT_REFUSED: 'stopped',
  OPTIONS_REFUSED: 'refused',
}

/** Judges what sending something threw. Errors of our own, as of the database, are thrown on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof NoPermit) return { kind: 'released' }
  if (error instanceof Problem) return obstacle('stopped', 'ConfigurationUnusable', error.message)
  if (!(error instanceof GoogleWalletError)) throw error
  const isAnswer = error instanceof GoogleApiError
  const reason = (isAnswer ? error.reason : undefined) ?? error.code
  const answer = isAnswer ? error.googleMessage : error.message
  const afterMs = isAnswer ? error.retryAfterMs : undefined
  const kind = kinds[error.code]
  if (kind === 'refused') return { kind, reason, answer }
  if (kind === 'later') return { kind, reason, answer, afterMs }
  if (kind === 'stopped' || kind === 'backingOff') return obstacle(kind, reason, answer, afterMs)
  return { kind }
}

function obstacle(kind: Obstacle['kind'], reason: string, explanation: string, afterMs?: number): Failure {
  return { kind: 'obstacle', obstacle: { kind, reason, explanation, afterMs } }
}
