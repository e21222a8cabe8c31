/**
 * What APNs answers and what it means for a wallet push, after Apple, "Handling notification responses from APNs".
 */
import type { PushOutcome } from './outcome.ts'

export interface ApnsReason {
  /** The HTTP status that APNs sends it with. */
  readonly status: number
  readonly outcome: PushOutcome['kind']
  readonly explanation: string
  /** When to try again, in milliseconds, unless the response says so itself. */
  readonly afterMs?: number
}

const minuteMs = 60_000

/** One row for each reason that APNs documents for pushes to a device. */
export const apnsReasons = {
  // the token
  Unregistered: { status: 410, outcome: 'gone', explanation: 'The token is no longer active for the topic.' },
  ExpiredToken: { status: 410, outcome: 'gone', explanation: 'The token has expired.' },
  BadDeviceToken: {
    status: 400,
    outcome: 'badToken',
    explanation: 'The token is malformed or belongs to another environment (sandbox instead of production).',
  },
  DeviceTokenNotForTopic: {
    status: 400,
    outcome: 'badToken',
    explanation: 'The token was made for another topic. Anyone who registers can claim such a token.',
  },

  // the certificate, the key, the topic
  BadCertificate: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'The certificate is invalid or revoked. Use a valid Pass Type ID certificate.',
  },
  BadCertificateEnvironment: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'The certificate is for another environment. Wallet pushes work with api.push.apple.com only.',
  },
  BadTopic: { status: 400, outcome: 'misconfigured', explanation: 'The topic is no pass type identifier of Apple.' },
  MissingTopic: {
    status: 400,
    outcome: 'misconfigured',
    explanation: 'The topic is missing, and the certificate does not imply one.',
  },
  TopicDisallowed: {
    status: 400,
    outcome: 'misconfigured',
    explanation: 'The certificate or key may not push to this topic. Use the certificate of this pass type.',
  },
  Forbidden: { status: 403, outcome: 'misconfigured', explanation: 'The certificate or key is not allowed to push.' },
  InvalidProviderToken: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'The key, its key id and the team id do not fit together, or the clock of this machine is wrong.',
  },
  MissingProviderToken: {
    status: 403,
    outcome: 'misconfigured',
    explanation:
      'Neither a client certificate nor a provider token arrived. A TLS proxy on the way drops certificates.',
  },
  ExpiredProviderToken: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'A new provider token counts as expired as well: the clock of this machine is wrong.',
  },
  BadEnvironmentKeyIdInToken: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'The key is for another environment. Make one for production.',
  },
  UnrelatedKeyIdInToken: {
    status: 403,
    outcome: 'misconfigured',
    explanation: 'The key is not related to the one that this connection began with. Use one key for a client.',
  },

  // the load, the service
  TooManyRequests: {
    status: 429,
    outcome: 'later',
    explanation: 'Too many pushes to the same token. Apple names no wait; it has to be minutes.',
    afterMs: 5 * minuteMs,
  },
  TooManyProviderTokenUpdates: {
    status: 429,
    outcome: 'later',
    explanation: 'Provider tokens of this key were made more than once in 20 minutes. Share one among all clients.',
    afterMs: 20 * minuteMs,
  },
  InternalServerError: { status: 500, outcome: 'later', explanation: 'APNs has an internal error.' },
  ServiceUnavailable: { status: 503, outcome: 'later', explanation: 'APNs is not available.' },
  Shutdown: { status: 503, outcome: 'later', explanation: 'The APNs server is shutting down.' },
  IdleTimeout: { status: 400, outcome: 'later', explanation: 'APNs found the connection idle for too long.' },

  // the request
  BadCollapseId: { status: 400, outcome: 'refused', explanation: 'apns-collapse-id is longer than 64 bytes.' },
  BadExpirationDate: { status: 400, outcome: 'refused', explanation: 'apns-expiration is no number of seconds.' },
  BadMessageId: { status: 400, outcome: 'refused', explanation: 'apns-id is no UUID.' },
  BadPriority: { status: 400, outcome: 'refused', explanation: 'apns-priority is none of those possible.' },
  DuplicateHeaders: { status: 400, outcome: 'refused', explanation: 'A header was sent more than once.' },
  InvalidPushType: { status: 400, outcome: 'refused', explanation: 'apns-push-type is none of those possible.' },
  MissingDeviceToken: { status: 400, outcome: 'refused', explanation: 'The path has no device token.' },
  PayloadEmpty: { status: 400, outcome: 'refused', explanation: 'The payload is empty.' },
  BadPath: { status: 404, outcome: 'refused', explanation: 'The path is not /3/device/{token}.' },
  MethodNotAllowed: { status: 405, outcome: 'refused', explanation: 'The method is not POST.' },
  PayloadTooLarge: { status: 413, outcome: 'refused', explanation: 'The payload is larger than 4096 bytes.' },
} as const satisfies Record<string, ApnsReason>

/** The row of a reason, if it is known. */
export function reasonRow(reason: string): ApnsReason | undefined {
  return Object.hasOwn(apnsReasons, reason) ? apnsReasons[reason as keyof typeof apnsReasons] : undefined
}

/** Reasons of a `later` that no server gave. */
export const localReasons = {
  Timeout: 'The connection is alive, but the request was not answered in time, twice.',
  Unanswered: 'The request was started several times, and each time its stream or connection ended without an answer.',
  Unreachable: 'There was no connection until the push had waited for too long.',
  Congested: 'The push waited for too long for a free stream.',
  QueueFull: 'Too many pushes wait already. Await ready() before each push.',
  Closing: 'The client was closed while there was no connection, or before this push of a list had begun.',
} as const

export type LocalReason = keyof typeof localReasons
