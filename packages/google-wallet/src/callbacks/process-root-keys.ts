import type { KeyObject } from 'node:crypto'
import { isObject, objectsAt, textAt } from '../check/json.ts'
import type { Failure } from '../errors.ts'
import { noAnswer, type PlainResponse, parseJson } from '../http.ts'
import { millisecondsOf, protocolVersion } from './protocol.ts'
import { importP256 } from './public-key.ts'

/** A key that vouches for the keys that sign callbacks. */
export interface RootKey {
  readonly key: KeyObject
  readonly expiresAtMs: number
}

export interface RootKeysAnswer {
  /** At least one; they may have expired. */
  readonly keys: readonly RootKey[]
  /** From `Cache-Control`. */
  readonly maxAgeMs: number | undefined
}

/** Judges an answer with root keys: those of other protocols, and those that never expire, do not count. */
export function processRootKeys(response: PlainResponse): RootKeysAnswer | Failure {
  const { status, headers } = response
  if (status !== 200) return { ...noAnswer('SERVER_ERROR', `The root keys’ address answers ${status}.`), status }
  const body = parseJson(response.body)
  const keys = isObject(body) ? objectsAt(body, 'keys').flatMap(({ item }) => rootKeyOf(item)) : []
  if (keys.length === 0) return { ...noAnswer('UNEXPECTED_ANSWER', 'The answer has no root keys.'), status }
  return { keys, maxAgeMs: maxAgeMs(headers) }
}

function rootKeyOf(item: Readonly<Record<string, unknown>>): RootKey[] {
  const expiresAtMs = millisecondsOf(item.keyExpiration)
  if (item.protocolVersion !== protocolVersion || expiresAtMs === undefined) return []
  const key = importP256(textAt(item, 'keyValue') ?? '')
  return key === undefined ? [] : [{ key, expiresAtMs }]
}

/** RFC 9111 §4.2.1: what is left of `max-age` after the time in caches on the way. */
function maxAgeMs(headers: PlainResponse['headers']): number | undefined {
  const maxAge = /(?:^|[,\s])max-age=(\d+)/i.exec(headers.get('cache-control') ?? '')?.[1]
  if (maxAge === undefined) return undefined
  const age = /^\d+$/.exec(headers.get('age') ?? '')?.[0] ?? '0'
  return Math.max(0, Number(maxAge) - Number(age)) * 1000
}
