import type { IncomingHttpHeaders } from 'node:http2'
import type { Push } from './push.ts'
import type { Reason } from './reasons.ts'

/** Apple, *Generating a remote notification*: the size of a payload over HTTP/2. */
export const payloadLimitBytes = 4_096

const collapseIdLimitBytes = 64
const priorities = ['1', '5', '10']
const pushTypes = [
  'alert',
  'background',
  'complication',
  'controls',
  'fileprovider',
  'liveactivity',
  'location',
  'mdm',
  'pushtotalk',
  'voip',
  'widgets',
]

/** Whole bytes in hexadecimal. Apple leaves the length open; phones have been seen to use 32 bytes. */
const deviceToken = /^(?:[0-9a-f]{2}){8,100}$/i
const topic = /^[A-Za-z0-9.-]{1,255}$/
const messageId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const wholeNumber = /^\d{1,12}$/

/** A request as it came over the wire. */
export interface ApnsRequest {
  readonly headers: IncomingHttpHeaders
  /** Names and values in turn, repeated ones too. */
  readonly rawHeaders: readonly string[]
  /** No longer than one byte over the limit, however much was sent. */
  readonly payload: Buffer
}

/** The `apns-id` that names a request in its answer: its own if it brings a good one. */
export function messageIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = textOf(headers, 'apns-id')
  return id !== undefined && messageId.test(id) ? id : undefined
}

/** What is wrong with where a request is sent to, which is judged before who sends it. */
export function judgeTarget(headers: IncomingHttpHeaders): { readonly refusal: Reason } | undefined {
  if (!/^\/3\/device(\/|$)/.test(headers[':path'] ?? '')) return { refusal: 'BadPath' }
  if (headers[':method'] !== 'POST') return { refusal: 'MethodNotAllowed' }
  return undefined
}

/**
 * Judges headers and payload as APNs does (Apple, *Sending notification requests to APNs*), but for `apnsId`, which the
 * caller chooses. `certifiedTopic` is the one topic that the sender's certificate is made out to: the default, and no
 * other is allowed. For a payload that is no JSON object Apple names no reason; it is answered like an empty one.
 */
export function judgeRequest(
  { headers, rawHeaders, payload }: ApnsRequest,
  certifiedTopic: string | undefined,
): { readonly push: Omit<Push, 'apnsId'> } | { readonly refusal: Reason } {
  const token = (headers[':path'] ?? '').slice('/3/device/'.length)
  const named = { topic: textOf(headers, 'apns-topic') ?? certifiedTopic }
  const priority = textOf(headers, 'apns-priority')
  const pushType = textOf(headers, 'apns-push-type')
  const expiration = textOf(headers, 'apns-expiration')
  const collapseId = textOf(headers, 'apns-collapse-id')

  if (hasDuplicates(rawHeaders)) return { refusal: 'DuplicateHeaders' }
  if (headers['apns-id'] !== undefined && messageIdOf(headers) === undefined) return { refusal: 'BadMessageId' }
  if (token === '') return { refusal: 'MissingDeviceToken' }
  if (!deviceToken.test(token)) return { refusal: 'BadDeviceToken' }
  if (named.topic === undefined) return { refusal: 'MissingTopic' }
  if (!topic.test(named.topic)) return { refusal: 'BadTopic' }
  if (certifiedTopic !== undefined && named.topic !== certifiedTopic) return { refusal: 'TopicDisallowed' }
  if (pushType !== undefined && !pushTypes.includes(pushType)) return { refusal: 'InvalidPushType' }
  if (priority !== undefined && !priorities.includes(priority)) return { refusal: 'BadPriority' }
  // "Always use priority 5. Using priority 10 is an error."
  if (pushType === 'background' && priority === '10') return { refusal: 'BadPriority' }
  if (expiration !== undefined && !wholeNumber.test(expiration)) return { refusal: 'BadExpirationDate' }
  if (collapseId !== undefined && Buffer.byteLength(collapseId) > collapseIdLimitBytes) {
    return { refusal: 'BadCollapseId' }
  }
  if (payload.length > payloadLimitBytes) return { refusal: 'PayloadTooLarge' }
  if (!isJsonObject(payload)) return { refusal: 'PayloadEmpty' }
  return {
    push: {
      deviceToken: token.toLowerCase(),
      topic: named.topic,
      pushType: pushType ?? null,
      priority: priority === undefined ? null : Number(priority),
      expiration: expiration === undefined ? null : Number(expiration),
      payload: payload.toString('utf8'),
    },
  }
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function hasDuplicates(rawHeaders: readonly string[]): boolean {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  return names.some((name, index) => name !== 'cookie' && names.indexOf(name) !== index)
}

function isJsonObject(payload: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
