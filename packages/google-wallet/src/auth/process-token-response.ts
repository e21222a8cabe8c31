import type { Failure } from '../errors.ts'
import { type PlainResponse, parseJson, retryAfterMs } from '../http.ts'

export interface TokenAnswer {
  readonly token: string
  readonly expiresInSeconds: number
}

/** What a person has to do about the reasons of RFC 6749 §5.2 that Google gives. */
const remedies: Readonly<Record<string, string>> = {
  invalid_grant:
    'The key was deleted or disabled, the service account does not exist any more, or this machine’s clock is wrong.',
  invalid_client: 'The service account does not exist.',
  unauthorized_client: 'The service account may not use this scope: enable the Google Wallet API in its project.',
  invalid_scope: 'The service account may not use this scope: enable the Google Wallet API in its project.',
}

/** Judges an answer of the token endpoint (RFC 6749 §5.1 and §5.2). */
export function processTokenResponse(response: PlainResponse, now: Date): TokenAnswer | Failure {
  const { status } = response
  const body = parseJson(response.body)
  const answer = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
  const { access_token: token, expires_in: expiresInSeconds = 3600, error, error_description: description } = answer
  const failure = { status, reason: undefined, field: undefined, retryAfterMs: retryAfterMs(response, now) }
  if (status === 200 && typeof token === 'string' && token !== '' && Number(expiresInSeconds) > 0) {
    return { token, expiresInSeconds: Number(expiresInSeconds) }
  }
  if (typeof error === 'string' && status < 500 && status !== 429) {
    const text = [description, remedies[error]].filter((part) => typeof part === 'string').join(' – ')
    return { ...failure, code: 'CREDENTIALS_REFUSED', reason: error, message: text === '' ? error : text }
  }
  const message = `The token endpoint answers ${status}.`
  if (status >= 500) return { ...failure, code: 'SERVER_ERROR', message }
  if (status === 429) return { ...failure, code: 'QUOTA_EXCEEDED', message }
  return { ...failure, code: 'UNEXPECTED_ANSWER', message }
}
