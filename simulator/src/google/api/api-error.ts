/**
 * The reasons with which Google refuses a request, each with its status and the part of Google that speaks (Google
 * Wallet API, *Error codes*; for those that are not of domain `walletobjects`: what every Google API answers).
 */
export const reasons = {
  badRequest: { status: 400, domain: 'global' },
  parseError: { status: 400, domain: 'global' },
  invalid: { status: 400, domain: 'global' },
  invalidResource: { status: 400, domain: 'walletobjects' },
  authError: { status: 401, domain: 'global' },
  accessNotConfigured: { status: 403, domain: 'usageLimits' },
  permissionDenied: { status: 403, domain: 'walletobjects' },
  quotaExceeded: { status: 403, domain: 'walletobjects' },
  notFound: { status: 404, domain: 'global' },
  classNotFound: { status: 404, domain: 'walletobjects' },
  resourceNotFound: { status: 404, domain: 'walletobjects' },
  existingResource: { status: 409, domain: 'walletobjects' },
  uploadTooLarge: { status: 413, domain: 'global' },
  rateLimitExceeded: { status: 429, domain: 'usageLimits' },
  internalError: { status: 500, domain: 'global' },
  backendError: { status: 503, domain: 'global' },
} as const

export type Reason = keyof typeof reasons

export function isReason(text: string): text is Reason {
  return Object.hasOwn(reasons, text)
}

/** The names that Google gives statuses (google.rpc.Code). */
const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** A refusal, thrown wherever it is found out and answered at the edge. Several faults of one request come together. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly reason: string
  readonly status: number
  readonly messages: readonly string[]

  constructor(reason: Reason, ...messages: readonly [string, ...string[]]) {
    super(messages.join(' '))
    this.reason = reason
    this.status = reasons[reason].status
    this.messages = messages
  }
}

/** The body of a refusal, as Google's APIs write it. */
export function errorBody(status: number, reason: string, messages: readonly string[]) {
  const domain = isReason(reason) ? reasons[reason].domain : 'walletobjects'
  const where = reason === 'authError' ? { locationType: 'header', location: 'Authorization' } : {}
  return {
    error: {
      code: status,
      message: messages.join(' '),
      errors: messages.map((message) => ({ message, domain, reason, ...where })),
      ...(statusNames[status] && { status: statusNames[status] }),
    },
  }
}
