import { sensitiveHeaders } from 'node:http2'
import type { ApnsSettings } from './options.ts'
import type { Push } from './push.ts'
import type { RequestHeaders } from './transport.ts'

/** The headers of a wallet push: Apple, "Sending notification requests to APNs". */
export interface PushHeaders {
  /** One object for all pushes, changed by the next call: whoever sends it has to copy it at once. */
  of(push: Push): RequestHeaders
  /** Brings what depends on the time up to date. */
  refresh(): void
}

/** @param settings The session's own `:authority` and `:scheme` are added by the transport. */
export function pushHeaders({
  topic,
  pushType,
  priority,
  expirationSeconds,
  tokens,
  clock,
}: ApnsSettings): PushHeaders {
  const headers: Record<string | symbol, unknown> = {
    ':method': 'POST',
    ':path': '',
    'apns-id': '',
    'apns-topic': topic,
    ...(pushType !== null && { 'apns-push-type': pushType }),
    ...(priority !== null && { 'apns-priority': String(priority) }),
    'apns-expiration': '0',
    // These differ in every push: in the compression table they would displace what does not.
    [sensitiveHeaders]: [':path', 'apns-id'],
  }
  const refresh = () => {
    if (expirationSeconds > 0) {
      // Whole minutes, so that the header stays the same for many pushes and compresses to a byte.
      const minutes = Math.floor((clock.now().getTime() / 1000 + expirationSeconds) / 60)
      headers['apns-expiration'] = String(minutes * 60)
    }
    if (tokens) headers.authorization = tokens.authorization()
  }
  return {
    of(push) {
      headers[':path'] = `/3/device/${push.token}`
      headers['apns-id'] = push.apnsId
      push.authorization = headers.authorization as string | undefined
      return headers as RequestHeaders
    },
    refresh,
  }
}
