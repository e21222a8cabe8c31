/**
 * ECv2SigningOnly, and nothing else: root keys vouch for an intermediate key, which signs the message (Google, "Payment
 * data cryptography for merchants"; Google Wallet, "Use callbacks"). Strings are verified exactly as they were received.
 */
import { type KeyObject, verify } from 'node:crypto'
import { isObject, type Json, textAt } from '../check/json.ts'
import { parseJson } from '../http.ts'
import type { RootKey } from './process-root-keys.ts'
import { millisecondsOf, protocolVersion, senderId } from './protocol.ts'
import { importP256 } from './public-key.ts'
import { signedBytes } from './signed-bytes.ts'
import { type CallbackMessage, type CallbackVerdict, refusal } from './verdict.ts'

export interface JudgeOptions {
  /** From your configuration: what the message says of itself proves nothing. */
  readonly issuerId: string
  readonly at: Date
  /** Default 0: how long after its `expTimeMillis` a message still counts, for clocks that differ. */
  readonly clockToleranceMs?: number | undefined
}

interface Envelope {
  readonly signature: string
  readonly signedKey: string
  readonly signatures: readonly string[]
  readonly signedMessage: string
}

/** Google sends one; each costs a verification. */
const mostSignatures = 8

/** @param body As received: bytes, text, or what JSON.parse made of it. */
export function judgeCallback(body: unknown, keys: readonly RootKey[], options: JudgeOptions): CallbackVerdict {
  const { issuerId, at, clockToleranceMs = 0 } = options
  const nowMs = at.getTime()
  const parsed = typeof body === 'string' || body instanceof Uint8Array ? parseJson(textOf(body)) : body
  if (!isObject(parsed)) return refusal('SHAPE')
  if (parsed.protocolVersion !== protocolVersion) return refusal('PROTOCOL')
  const envelope = envelopeOf(parsed)
  if (envelope === undefined) return refusal('SHAPE')

  const roots = keys.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
  if (roots.length === 0) return refusal('NO_ROOT')
  const { signedKey, signatures, signedMessage, signature } = envelope
  const keyBytes = signedBytes(senderId, protocolVersion, signedKey)
  if (!signatures.some((each) => roots.some(({ key }) => isSigned(keyBytes, key, each)))) {
    return refusal('INTERMEDIATE_SIGNATURE')
  }

  const intermediate = objectIn(signedKey)
  const expiresAtMs = millisecondsOf(intermediate?.keyExpiration)
  if (expiresAtMs === undefined || expiresAtMs <= nowMs) return refusal('INTERMEDIATE_EXPIRED')
  const key = importP256(textAt(intermediate!, 'keyValue') ?? '')
  const messageBytes = signedBytes(senderId, issuerId, protocolVersion, signedMessage)
  if (key === undefined || !isSigned(messageBytes, key, signature)) return refusal('MESSAGE_SIGNATURE')

  return judgeMessage(objectIn(signedMessage), issuerId, nowMs - clockToleranceMs)
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
}

function envelopeOf(body: Json): Envelope | undefined {
  const { signature, signedMessage, intermediateSigningKey } = body
  if (!isText(signature) || !isText(signedMessage) || !isObject(intermediateSigningKey)) return undefined
  const { signedKey, signatures } = intermediateSigningKey
  if (!isText(signedKey) || !Array.isArray(signatures) || !signatures.every(isText)) return undefined
  if (signatures.length === 0 || signatures.length > mostSignatures) return undefined
  return { signature, signedKey, signatures, signedMessage }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isSigned(bytes: Buffer, key: KeyObject, signature: string): boolean {
  return verify('sha256', bytes, key, Buffer.from(signature, 'base64'))
}

function objectIn(text: string): Json | undefined {
  const value = parseJson(text)
  return isObject(value) ? value : undefined
}

/** What is genuine may still not be for us, or not for now. */
function judgeMessage(value: Json | undefined, issuerId: string, nowMs: number): CallbackVerdict {
  const message = value === undefined ? undefined : messageOf(value)
  if (message === undefined) return refusal('MESSAGE_SHAPE')
  if (message.eventType !== 'save' && message.eventType !== 'del') return refusal('EVENT_UNKNOWN')
  if (!message.objectId.startsWith(`${issuerId}.`)) return refusal('OBJECT_FOREIGN')
  if (message.expTimeMillis <= nowMs) return refusal('MESSAGE_EXPIRED')
  return { isVerified: true, message: message as CallbackMessage }
}

function messageOf(value: Json): (Omit<CallbackMessage, 'eventType'> & { eventType: string }) | undefined {
  const { classId, objectId, eventType, nonce } = value
  const expTimeMillis = millisecondsOf(value.expTimeMillis)
  const areTexts = isText(classId) && isText(objectId) && isText(eventType) && isText(nonce)
  if (!areTexts || expTimeMillis === undefined) return undefined
  const count = typeof value.count === 'number' ? value.count : undefined
  return { classId, objectId, eventType, expTimeMillis, count, nonce }
}
