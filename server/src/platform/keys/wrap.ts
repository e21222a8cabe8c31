import { hkdfSync } from 'node:crypto'
import { seal, unseal } from './seal.ts'
import type { KeyRow } from './table.ts'

/** What a wrapped key is bound to: a wrapped value moved to another row does not open there. */
type Place = Pick<KeyRow, 'id' | 'purpose' | 'customer_id' | 'scope'>

/** The key that wraps all others: HKDF-SHA256 (RFC 5869) of the installation's secret. It wraps and does nothing else. */
export function wrappingKey(secret: Buffer | string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'billfold key wrapping', 32))
}

export function wrap(wrapping: Buffer, bytes: Buffer, place: Place): Buffer {
  return seal(wrapping, bytes, contextOf(place))
}

/** The key in a row; undefined if it was wrapped under another secret or for another row, or was damaged. */
export function unwrap(wrapping: Buffer, row: Place & Pick<KeyRow, 'wrapped'>): Buffer | undefined {
  try {
    return unseal(wrapping, row.wrapped, contextOf(row))
  } catch {
    return undefined
  }
}

function contextOf({ id, purpose, customer_id, scope }: Place): string {
  return JSON.stringify([id, purpose, customer_id, scope])
}
