import { randomUUID } from 'node:crypto'
import type { PushOutcome } from './outcome.ts'

/** One push until its outcome. All moments are milliseconds of the process's monotonic clock. */
export interface Push {
  readonly token: string
  readonly apnsId: string
  /** If it still waits for a stream then, its outcome is `later`. */
  readonly deadlineMs: number
  readonly settle: (outcome: PushOutcome) => void
  /** Of its last start. */
  startedAtMs: number
  /** How many of its starts ended without an answer in time. */
  timedOut: number
  /** How many of its starts ended with their stream or connection. */
  unanswered: number
  authorization: string | undefined
  /** The one behind it in the queue. */
  next: Push | undefined
}

export function createPush(token: string, deadlineMs: number, settle: Push['settle']): Push {
  return {
    token,
    apnsId: randomUUID(),
    deadlineMs,
    settle,
    startedAtMs: 0,
    timedOut: 0,
    unanswered: 0,
    authorization: undefined,
    next: undefined,
  }
}

/** What cannot be in a path; APNs itself decides about all else. */
const possibleToken = /^[\w.:~-]{1,512}$/

/** The outcome of a push to a token that no server could take; undefined for any other. */
export function outcomeWithoutPush(token: string): PushOutcome | undefined {
  return possibleToken.test(token) ? undefined : { kind: 'badToken', reason: 'BadDeviceToken', senderProven: true }
}
