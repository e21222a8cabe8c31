/** The little of HTTP that is common to the API, to access tokens and to root keys. */
import type { Failure } from './errors.ts'

/** A complete response, without any connection. */
export interface PlainResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: string
}

export type Fetch = typeof globalThis.fetch

export interface PlainRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
}

/** What limits one HTTP request. */
export interface HttpLimits {
  readonly timeoutMs: number
  /** The caller's; the rest of its call ends with it too. */
  readonly signal?: AbortSignal | undefined
}

/** Sends one request and reads the whole response, or says why there was none. */
export async function exchange(
  fetch: Fetch,
  { url, method, headers, body }: PlainRequest,
  { timeoutMs, signal }: HttpLimits,
): Promise<PlainResponse | Failure> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const both = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
  try {
    const init = { method, headers: { ...headers }, ...(body !== undefined && { body }) }
    // A redirect of an API is somebody else's, who is not to see the token.
    const response = await fetch(url, { ...init, redirect: 'manual', signal: both })
    return { status: response.status, headers: response.headers, body: await response.text() }
  } catch (error) {
    if (signal?.aborted) return noAnswer('ABORTED', 'The call was ended by its signal.', signal.reason)
    if (timeout.aborted) return noAnswer('TIMED_OUT', `There was no answer within ${timeoutMs} ms.`, error)
    return noAnswer('UNREACHABLE', reasonOf(error), error)
  }
}

export function noAnswer(code: Failure['code'], message: string, cause?: unknown): Failure {
  return { code, status: undefined, reason: undefined, message, field: undefined, retryAfterMs: undefined, cause }
}

/** fetch hides the network's error behind one that says nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

/** RFC 9110 §10.2.3: seconds, or an HTTP date. Undefined if there is none or it cannot be read; never negative. */
export function retryAfterMs(response: PlainResponse, now: Date): number | undefined {
  const value = response.headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** Undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
