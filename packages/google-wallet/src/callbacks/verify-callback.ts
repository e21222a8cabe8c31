import { type Clock, systemClock } from '../clock.ts'
import { judgeCallback } from './judge-callback.ts'
import type { RootKeys } from './root-keys.ts'
import type { CallbackRefusal, CallbackVerdict } from './verdict.ts'

export interface VerifyOptions {
  /** From your configuration: what the message says of itself proves nothing. */
  readonly issuerId: string
  readonly rootKeys: RootKeys
  readonly clock?: Clock | undefined
  /** Default 0: how long after its `expTimeMillis` a message still counts, for clocks that differ. */
  readonly clockToleranceMs?: number | undefined
}

/** Newer root keys could turn these. */
const ofRoots: readonly CallbackRefusal[] = ['NO_ROOT', 'INTERMEDIATE_SIGNATURE']

/**
 * Whether Google sent a callback, to this issuer and just now. Never throws for what is in the body.
 *
 * @param body As received: bytes, text, or what JSON.parse made of it.
 */
export async function verifyCallback(body: unknown, options: VerifyOptions): Promise<CallbackVerdict> {
  const { rootKeys, clock = systemClock } = options
  const judge = (keys: Awaited<ReturnType<RootKeys['current']>>) =>
    judgeCallback(body, keys, { ...options, at: clock.now() })
  const verdict = judge(await rootKeys.current())
  if (verdict.isVerified || !ofRoots.includes(verdict.code)) return verdict
  const renewed = await rootKeys.renewed()
  return renewed === undefined ? verdict : judge(renewed)
}
