import type { Failure } from '../errors.ts'
import { type PlainResponse, parseJson, retryAfterMs } from '../http.ts'
import { codeOf, fieldIn } from './failures.ts'
import { normalise } from './normalise.ts'
import type { WalletRequest } from './requests.ts'

export type Outcome<T> =
  | { readonly isOk: true; readonly value: T }
  | { readonly isOk: false; readonly failure: Failure }

interface ErrorBody {
  readonly error?: {
    readonly message?: unknown
    readonly status?: unknown
    readonly errors?: readonly { readonly reason?: unknown; readonly message?: unknown }[]
    readonly details?: readonly { readonly fieldViolations?: readonly { readonly field?: unknown }[] }[]
  }
}

/**
 * Judges a response of the API to a request: the resource, its enums in the documented spelling, or the failure.
 *
 * @param now For a `Retry-After` that is a date.
 */
export function processResponse<T>(response: PlainResponse, request: WalletRequest<T>, now: Date): Outcome<T> {
  const { status, body } = response
  const isOk = status >= 200 && status < 300
  const value = body.trim() === '' && isOk ? {} : parseJson(body)
  if (isOk && typeof value === 'object' && value !== null) {
    return { isOk: true, value: normalise(request.answer, value) as T }
  }
  return { isOk: false, failure: isOk ? noJson(response) : failureOf(response, value, request, now) }
}

function noJson({ status, body }: PlainResponse): Failure {
  const message = `The answer is no JSON: ${body.slice(0, 100)}`
  return { code: 'UNEXPECTED_ANSWER', status, reason: undefined, message, field: undefined, retryAfterMs: undefined }
}

function failureOf(response: PlainResponse, body: unknown, request: WalletRequest<unknown>, now: Date): Failure {
  const error = (body as ErrorBody | null | undefined)?.error ?? {}
  const { status } = response
  const first = Array.isArray(error.errors) ? error.errors[0] : undefined
  const reason = textOf(first?.reason) ?? textOf(error.status)
  const message = textOf(error.message) ?? textOf(first?.message) ?? `HTTP ${status}`
  return {
    code: codeOf({ status, reason: reason ?? '', message }, request),
    status,
    reason,
    message,
    field: violatedField(error) ?? (status === 400 ? fieldIn(message) : undefined),
    retryAfterMs: retryAfterMs(response, now),
  }
}

/** google.rpc.BadRequest among the details. */
function violatedField({ details }: NonNullable<ErrorBody['error']>): string | undefined {
  if (!Array.isArray(details)) return undefined
  const violations = details.flatMap((detail) => detail?.fieldViolations ?? [])
  return textOf(violations[0]?.field)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
