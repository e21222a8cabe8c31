/** Access tokens for service accounts: RFC 7523 §2.1, Google, "Using OAuth 2.0 for Server to Server Applications". */
import { type Clock, systemClock } from '../clock.ts'
import { endpoints } from '../endpoints.ts'
import { type Failure, GoogleApiError } from '../errors.ts'
import { exchange, type Fetch, noAnswer, type PlainRequest } from '../http.ts'
import { processTokenResponse } from './process-token-response.ts'
import type { ServiceAccount } from './service-account.ts'
import { signJwt } from './sign-jwt.ts'

/** The only scope that the API has. */
const scope = 'https://www.googleapis.com/auth/wallet_object.issuer'
const lifetimeSeconds = 3600
/** A token is replaced while it is still good, so that none expires on its way. */
const replacedBeforeMs = 5 * 60_000
/** A refused key is not offered again so soon: it will not have become another. */
const refusalKeptMs = 60_000

export interface AccessTokenOptions {
  readonly serviceAccount: ServiceAccount
  /** Default `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string | undefined
  readonly fetch?: Fetch | undefined
  readonly clock?: Clock | undefined
  /** Default 10,000. */
  readonly timeoutMs?: number | undefined
}

/** The access tokens of one service account; all that call the API in its name may share them. */
export interface AccessTokens {
  /**
   * A token that is good for some minutes more. However many ask, one request is under way.
   *
   * @throws GoogleApiError `CREDENTIALS_REFUSED`, or what came between: `SERVER_ERROR`, `UNREACHABLE`, `TIMED_OUT`,
   *   `UNEXPECTED_ANSWER`; `ABORTED` by the signal
   */
  get(signal?: AbortSignal): Promise<string>
  /** After the API has refused `token` with 401: it is not given out again. */
  forget(token: string): void
}

export function openAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { serviceAccount, tokenUrl = endpoints.token, timeoutMs = 10_000, clock = systemClock } = options
  const fetch = options.fetch ?? globalThis.fetch
  let current: { readonly token: string; readonly replaceAtMs: number } | undefined
  let refusal: { readonly failure: Failure; readonly untilMs: number } | undefined
  let underWay: Promise<string> | undefined

  async function renew(): Promise<string> {
    const request = await tokenRequest(serviceAccount, clock.now(), tokenUrl)
    const response = await exchange(fetch, request, { timeoutMs })
    const answer = 'code' in response ? response : processTokenResponse(response, clock.now())
    const nowMs = clock.now().getTime()
    if ('code' in answer) {
      if (answer.code === 'CREDENTIALS_REFUSED') refusal = { failure: answer, untilMs: nowMs + refusalKeptMs }
      throw tokenError(answer)
    }
    // A short-lived token is used for most of its life.
    const lifetimeMs = answer.expiresInSeconds * 1000
    current = { token: answer.token, replaceAtMs: nowMs + lifetimeMs - Math.min(replacedBeforeMs, lifetimeMs / 5) }
    refusal = undefined
    return answer.token
  }

  return {
    async get(signal) {
      const nowMs = clock.now().getTime()
      if (current !== undefined && nowMs < current.replaceAtMs) return current.token
      if (refusal !== undefined && nowMs < refusal.untilMs) throw tokenError(refusal.failure)
      if (signal?.aborted) throw abortError(signal)
      underWay ??= renew().finally(() => {
        underWay = undefined
      })
      return abortable(underWay, signal)
    },
    forget(token) {
      if (current?.token === token) current = undefined
    },
  }
}

/** The request for a token: a signed assertion of who we are and what for. */
export async function tokenRequest(
  serviceAccount: ServiceAccount,
  now: Date,
  tokenUrl: string = endpoints.token,
): Promise<PlainRequest> {
  const iat = Math.floor(now.getTime() / 1000)
  const claims = { iss: serviceAccount.clientEmail, scope, aud: endpoints.token, iat, exp: iat + lifetimeSeconds }
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await signJwt(claims, serviceAccount),
  })
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  return { method: 'POST', url: tokenUrl, headers, body: body.toString() }
}

const tokenError = (failure: Failure) =>
  new GoogleApiError(failure, { tries: 1, unanswered: 0 }, 'The access token could not be had')

/** Others wait for the same token: a signal ends only this caller's wait. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal))
    signal.addEventListener('abort', abort, { once: true })
    // Attached in any case: a failure that nobody waits for any more must not become an unhandled rejection.
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

const abortError = ({ reason }: AbortSignal) =>
  tokenError(noAnswer('ABORTED', 'The call was ended by its signal.', reason))
