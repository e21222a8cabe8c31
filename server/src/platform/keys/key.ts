import type { KeyObject } from 'node:crypto'
import type { KeyPurpose, KeyState } from './table.ts'

/** A random 256-bit key with the one purpose it serves. */
export interface Key {
  readonly id: string
  readonly purpose: KeyPurpose
  /** null for a key of the whole installation. */
  readonly customerId: string | null
  /** Narrows the purpose, as to one pass type; empty if it does not. */
  readonly scope: string
  readonly bytes: Buffer
  /** The same as an object of node:crypto, which makes MACs and ciphers several times faster. */
  readonly secret: KeyObject
  readonly state: KeyState
  /** Until when a leaked key is still accepted. */
  readonly acceptedUntil: Date | null
  readonly createdAt: Date
}

/** Whether a value made under this key is still to be believed. */
export function isAccepted(key: Key, at: Date): boolean {
  return key.state !== 'leaked' || (key.acceptedUntil !== null && at < key.acceptedUntil)
}
