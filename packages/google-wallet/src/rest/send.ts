import type { AccessTokens } from '../auth/access-tokens.ts'
import type { Clock } from '../clock.ts'
import { errorCodes } from '../error-codes.ts'
import { type Failure, GoogleApiError } from '../errors.ts'
import { exchange, type Fetch, noAnswer, type PlainRequest } from '../http.ts'
import { type Outcome, processResponse } from './process-response.ts'
import type { WalletRequest } from './requests.ts'
import { completeRetry, type RetryOptions, type RetrySettings, sleep, waitBeforeRetryMs } from './retry.ts'

/** What is about to be sent, for `beforeRequest`. */
export interface Attempt {
  readonly method: string
  readonly path: string
  /** From 1: which HTTP request of its call it is. */
  readonly tryNumber: number
  /** The call's own. */
  readonly priority: number | string | undefined
  readonly signal: AbortSignal | undefined
}

export interface CallOptions {
  /** Given to `beforeRequest` as it is. */
  readonly priority?: number | string | undefined
  /** Ends the call, between requests too: `AbortSignal.timeout(ms)` is a deadline. */
  readonly signal?: AbortSignal | undefined
  /** Instead of the client's. */
  readonly retry?: RetryOptions | undefined
}

export interface SendSettings {
  readonly baseUrl: string
  readonly tokens: AccessTokens
  readonly fetch: Fetch
  readonly clock: Clock
  readonly timeoutMs: number
  readonly retry: RetrySettings
  readonly beforeRequest: ((attempt: Attempt) => unknown) | undefined
}

/** Sends a request until it succeeds, fails for good, or was tried often enough. */
export type Send = <T>(request: WalletRequest<T>, options?: CallOptions, rules?: SendRules<T>) => Promise<T>

export interface SendRules<T> {
  /** Asked before a request that is not repeatable is sent again: has the one without an answer been done after all? */
  readonly done?: () => Promise<{ readonly value: T } | undefined>
}

/** @throws GoogleApiError */
export function openSend(settings: SendSettings): Send {
  return async (request, options = {}, rules = {}) => {
    const retry = completeRetry(options.retry, settings.retry)
    const made = { tries: 0, unanswered: 0 }
    let isTokenRenewed = false
    let last: Failure | undefined
    for (let failures = 0; ; ) {
      const { outcome, token } = await tryOnce(settings, request, options, ++made.tries)
      if (outcome.isOk) return outcome.value
      const failure = afterAll(outcome.failure, last)
      last = outcome.failure
      if (failure.code === 'UNAUTHENTICATED' && token !== undefined && !isTokenRenewed) {
        // A token can be refused before its time, when the account was changed.
        settings.tokens.forget(token)
        isTokenRenewed = true
        continue
      }
      const isUncertain = token !== undefined && mayHaveBeenDone(failure)
      if (isUncertain) made.unanswered++
      const waitMs = waitBeforeRetryMs(++failures, failure.retryAfterMs, retry)
      const isForGood = !errorCodes[failure.code][0] || waitMs === undefined
      const giveUp = () => {
        throw new GoogleApiError(failure, made, `${request.method} ${request.path}`)
      }
      if (isForGood || (isUncertain && !request.isRepeatable && rules.done === undefined)) return giveUp()
      await sleep(waitMs, options.signal)
      if (!isUncertain || request.isRepeatable) continue
      // What cannot be found out is not sent again.
      const done = await rules.done?.().catch(giveUp)
      if (done !== undefined) return done.value
    }
  }
}

/** One HTTP request. There is no `token` if it was not sent. */
async function tryOnce<T>(
  settings: SendSettings,
  request: WalletRequest<T>,
  { priority, signal }: CallOptions,
  tryNumber: number,
): Promise<{ readonly outcome: Outcome<T>; readonly token?: string }> {
  const { beforeRequest, tokens, fetch, clock, timeoutMs, baseUrl } = settings
  const { method, path } = request
  // Before the budget is asked, so that it gives nothing away for a request that is not made.
  let token = await tokenOrFailure(tokens, signal)
  if (beforeRequest !== undefined && typeof token === 'string') {
    await beforeRequest({ method, path, tryNumber, priority, signal })
    token = await tokenOrFailure(tokens, signal)
  }
  if (typeof token !== 'string') return failed(token)
  if (signal?.aborted) return failed(noAnswer('ABORTED', 'The call was ended by its signal.', signal.reason))
  const response = await exchange(fetch, plainRequest(request, baseUrl, token), { timeoutMs, signal })
  if ('code' in response) return { ...failed(response), token }
  return { outcome: processResponse(response, request, clock.now()), token }
}

async function tokenOrFailure(tokens: AccessTokens, signal: AbortSignal | undefined): Promise<string | Failure> {
  try {
    return await tokens.get(signal)
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error
    const { code, status, reason, googleMessage: message, field, retryAfterMs } = error
    return { code, status, reason, message, field, retryAfterMs, cause: error }
  }
}

const failed = (failure: Failure) => ({ outcome: { isOk: false, failure } as const })

/** A signal may end a call that was failing; then it matters at what. */
function afterAll(failure: Failure, last: Failure | undefined): Failure {
  if (failure.code !== 'ABORTED' || last === undefined) return failure
  return { ...failure, message: `${failure.message} Before that: ${last.status ?? last.code}: ${last.message}` }
}

/** Refusals were not done; what broke off, and what a server failed at, may have been. */
function mayHaveBeenDone({ status }: Failure): boolean {
  return status === undefined || status >= 500
}

function plainRequest({ method, path, body }: WalletRequest<unknown>, baseUrl: string, token: string): PlainRequest {
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
  const url = baseUrl + path
  if (body === undefined) return { method, url, headers }
  if ('bytes' in body) return { method, url, headers: { ...headers, 'content-type': body.mediaType }, body: body.bytes }
  return { method, url, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body.json) }
}
