import { createSecretKey, randomBytes } from 'node:crypto'
import type { Db } from '../database.ts'
import { base32 } from '../ids.ts'
import { keysDamaged, secretDoesNotFit } from './errors.ts'
import type { Key } from './key.ts'
import type { KeyPurpose, KeyRow } from './table.ts'
import { unwrap, wrap } from './wrap.ts'

/** The one active key of a place, if any. */
export function selectActive(db: Db, purpose: KeyPurpose, customerId: string | null, scope: string) {
  return db
    .selectFrom('keys')
    .selectAll()
    .where('purpose', '=', purpose)
    .where('customer_id', 'is not distinct from', customerId)
    .where('scope', '=', scope)
    .where('state', '=', 'active')
}

/** A new random key, wrapped. */
export function newRow(
  wrapping: Buffer,
  place: Pick<KeyRow, 'purpose' | 'customer_id' | 'scope' | 'created_at'>,
): KeyRow {
  const id = base32(randomBytes(5))
  const wrapped = wrap(wrapping, randomBytes(32), { id, ...place })
  return { id, ...place, wrapped, state: 'active', accepted_until: null }
}

/** @throws StartupError `secret_does_not_fit` */
export function toKey(wrapping: Buffer, row: KeyRow): Key {
  const bytes = unwrap(wrapping, row)
  if (!bytes) throw secretDoesNotFit()
  return keyOf(row, bytes)
}

function keyOf(row: KeyRow, bytes: Buffer): Key {
  return {
    id: row.id,
    purpose: row.purpose,
    customerId: row.customer_id,
    scope: row.scope,
    bytes,
    secret: createSecretKey(bytes),
    state: row.state,
    acceptedUntil: row.accepted_until,
    createdAt: row.created_at,
  }
}

/**
 * All keys of these rows; one already known is not unwrapped again.
 *
 * @throws StartupError when a row does not open, `keys_damaged` naming each if others do
 */
export function unwrapAll(wrapping: Buffer, rows: readonly KeyRow[], known: (id: string) => Key | undefined): Key[] {
  const damaged: string[] = []
  const keys = rows.flatMap((row) => {
    const bytes = known(row.id)?.bytes ?? unwrap(wrapping, row)
    if (bytes) return [keyOf(row, bytes)]
    damaged.push(row.id)
    return []
  })
  if (damaged.length === 0) return keys
  throw keys.length === 0 ? secretDoesNotFit() : keysDamaged(damaged)
}
