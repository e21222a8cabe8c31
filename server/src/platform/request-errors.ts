import type { FastifyRequest } from 'fastify'
import { type ErrorCode, Problem } from '../errors.ts'

/** Fastify's own refusals of a request, by its error code. */
const fastifyErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_MAX_PARAM_LENGTH: 'invalid_request',
}

/** SQLSTATE classes and system errors that mean: no database just now, or one too slow to wait for. */
const databaseGone = /^(08...|57P0.|57014|25P03|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/

/** SQLSTATE of texts that PostgreSQL cannot store; only ever the client's, so it is the client's error. */
const unstorableText = /^22(021|P05)$/

/**
 * What the client is told about any error that a handler threw; the cause is only logged.
 *
 * @param request what was refused, so that it can be said
 */
export function asProblem(error: unknown, request?: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  const known = code === undefined ? undefined : fastifyErrors[code]
  if (known !== undefined) return new Problem(known, (request && refusalOf(known, request)) ?? message ?? known)
  if (statusCode === 429) return new Problem('too_many_requests', message ?? 'Too many requests.')
  if (statusCode === 400) return new Problem('malformed_body', message ?? 'The request cannot be read.')
  if (code !== undefined && unstorableText.test(code)) {
    return new Problem(
      'invalid_request',
      'A text holds a character that cannot be kept: U+0000, or half of a surrogate pair.',
    )
  }
  if (isDatabaseGone(code, message))
    return new Problem('database_unavailable', 'The database does not answer.', { cause: error })
  return new Problem('internal_error', 'Billfold failed to answer this request.', { cause: error })
}

/** What of the request is refused, where Fastify only says that it is. */
function refusalOf(code: ErrorCode, { headers, routeOptions }: FastifyRequest): string | undefined {
  if (code === 'body_too_large') return `The body is over ${routeOptions.bodyLimit.toLocaleString('en')} bytes.`
  if (code !== 'unsupported_media_type') return undefined
  const type = headers['content-type']
  return type === undefined
    ? 'The request does not say what its body is.'
    : `This address takes no ${type.slice(0, 100)}.`
}

function isDatabaseGone(code: string | undefined, message: string | undefined): boolean {
  if (code !== undefined && databaseGone.test(code)) return true
  return /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/.test(message ?? '')
}
