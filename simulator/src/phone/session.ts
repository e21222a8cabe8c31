import { setTimeout } from 'node:timers/promises'
import type { Answer, Judgement } from './answers.ts'
import { logLine, serviceAtFault, type Task, taskFailed } from './complaints.ts'
import type { WebServiceRequest } from './requests.ts'
import { type Fetch, send } from './send.ts'
import type { Step } from './steps.ts'
import type { Wallet } from './wallet.ts'

/** A line on the lock screen of a phone. */
export interface LockScreenLine {
  readonly phone: string
  readonly at: string
  /** The pass's organisation, which iOS puts over the text. */
  readonly title: string
  readonly text: string
  readonly passTypeIdentifier: string
  readonly serialNumber: string
}

/** What every task on a phone works with. */
export interface Session {
  readonly name: string
  readonly wallet: Wallet
  now(): Date
  readonly timeZone: string
  readonly roots: readonly (string | Uint8Array)[]
  readonly retryWaitsMs: readonly number[]
  readonly fetch: Fetch
  readonly onStep: (step: Step) => void
  readonly onLockScreen: (line: LockScreenLine) => void
}

/** How many complaints a phone remembers. */
const rememberedComplaints = 200

/** Something to ask a web service for. */
export interface Attempt<T> {
  readonly task: Task
  readonly webService: string
  readonly request: WebServiceRequest
  readonly judge: (answer: Answer) => Judgement<T>
}

/**
 * Sends a request and judges its answer, again after each of the waits if it fails; every failure becomes a complaint.
 * Undefined if no attempt succeeded: the next refresh goes on from there.
 */
export async function attempt<T>(
  session: Session,
  { task, webService, request, judge }: Attempt<T>,
): Promise<T | undefined> {
  for (let failures = 0; ; failures++) {
    const answer = await sendAndTell(session, request)
    const judgement = 'failure' in answer ? { error: answer.failure } : judge(answer)
    if ('accepted' in judgement) return judgement.accepted
    await complain(session, webService, taskFailed(task, webService, judgement.error))
    const waitMs = session.retryWaitsMs[failures]
    if (waitMs === undefined) return undefined
    session.onStep({ kind: 'retry', waitMs })
    await setTimeout(waitMs)
  }
}

/** Sends a request and tells what came of it. */
export async function sendAndTell(
  session: Session,
  request: WebServiceRequest,
): Promise<Answer | { readonly failure: string }> {
  const answer = await send(request, session.fetch)
  const outcome = 'failure' in answer ? answer.failure : answer.status
  session.onStep({ kind: 'request', method: request.method, url: request.url, outcome })
  return answer
}

/** Notes a complaint about an answer that was taken although something about it is wrong. */
export function complainAboutService(
  session: Session,
  { webService, passTypeIdentifier }: { readonly webService: string; readonly passTypeIdentifier: string },
  fault: string,
): Promise<void> {
  return complain(session, webService, serviceAtFault(passTypeIdentifier, webService, fault))
}

async function complain(session: Session, webService: string, complaint: string): Promise<void> {
  const { wallet } = session
  const at = session.now()
  const line = logLine(complaint, at, session.timeZone)
  session.onStep({ kind: 'complaint', webService, line })
  const complaints = [...wallet.state.complaints, { at: at.toISOString(), webService, line, sent: false }]
  await wallet.save({ ...wallet.state, complaints: complaints.slice(-rememberedComplaints) })
}
