import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isAccepted, type Key } from './keys/key.ts'
import { newRing } from './keys/ring.ts'
import { newRow, selectActive, toKey, unwrapAll } from './keys/rows.ts'
import type { KeyPurpose, KeyRow } from './keys/table.ts'
import { wrappingKey } from './keys/wrap.ts'

export { lengthPrefixed } from './keys/length-prefixed.ts'
export { refreshAtMostOnceASecond } from './keys/refresh.ts'
export { rewrapKeys } from './keys/rewrap.ts'
export { seal, unseal } from './keys/seal.ts'
export { sealFor, sealingKeyId, unsealFor } from './keys/sealing.ts'
export { isAccepted, type Key, type KeyPurpose }

/** The installation's keys, unwrapped in memory, so that using one costs no statement. */
export interface Keys {
  /**
   * The key to make new values with.
   *
   * @throws Error when there is none in memory: `ensure` makes it, `refresh` brings in another process's
   */
  active(purpose: KeyPurpose, customerId: string | null, scope?: string): Key
  /** The keys to accept presented values by: the active one, then rotated, then leaked ones not past their date. */
  accepted(purpose: KeyPurpose, customerId: string | null, scope: string | undefined, at: Date): readonly Key[]
  byId(id: string): Key | undefined
  /**
   * The active key from the database, made if there is none; several processes may ask at once and get the same one.
   * It is in memory at once. If the transaction given is rolled back, so is the key: use it only for what the same
   * transaction makes.
   */
  ensure(db: Db, purpose: KeyPurpose, customerId: string | null, scope: string | undefined, at: Date): Promise<Key>
  /**
   * Puts a new key in the place of the active one, in a transaction of its own.
   *
   * @param how what becomes of the old one: accepted without limit, or as leaked until a date
   * @throws Error when there is no active key
   */
  rotate(
    db: Db,
    purpose: KeyPurpose,
    customerId: string | null,
    scope: string | undefined,
    how: 'rotated' | { readonly leakedAcceptedUntil: Date },
    at: Date,
  ): Promise<Key>
  /**
   * Takes in what other processes made and rotated.
   *
   * @throws StartupError when a new key does not open under this process's secret; what is in memory stays
   */
  refresh(): Promise<void>
}

/**
 * Loads and unwraps every key, and makes those of the whole installation if they are new.
 *
 * @param secret BILLFOLD_SECRET: it wraps the keys and does nothing else
 * @throws StartupError `secret_does_not_fit` when the database's keys are wrapped under another secret
 */
export async function openKeys(db: Db, secret: Buffer | string, at: Date): Promise<Keys> {
  const wrapping = wrappingKey(secret)
  const ring = newRing()
  let rotations = 0

  const keys: Keys = {
    active(purpose, customerId, scope = '') {
      const [first] = ring.in(purpose, customerId, scope)
      if (first?.state === 'active') return first
      throw new Error(`There is no active key for ${[purpose, customerId, scope].filter(Boolean).join(' of ')}`)
    },
    accepted: (purpose, customerId, scope = '', at) =>
      ring.in(purpose, customerId, scope).filter((key) => isAccepted(key, at)),
    byId: (id) => ring.byId(id),

    async ensure(db, purpose, customerId, scope = '', at) {
      const row = newRow(wrapping, { purpose, customer_id: customerId, scope, created_at: at })
      const inserted = await db
        .insertInto('keys')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['customer_id', 'purpose', 'scope']).where(sql<boolean>`state = 'active'`).doNothing(),
        )
        .returning('id')
        .executeTakeFirst()
      const active = inserted ? row : await selectActive(db, purpose, customerId, scope).executeTakeFirstOrThrow()
      return ring.byId(active.id) ?? ring.put(toKey(wrapping, active))
    },

    async rotate(db, purpose, customerId, scope = '', how, at) {
      const { retired, fresh } = await db.transaction().execute(async (trx) => {
        // A row lock would not do: whoever waited for it would find the old key retired and not see the new one.
        const place = `billfold key ${purpose} ${customerId} ${scope}`
        await sql`select pg_advisory_xact_lock(hashtextextended(${place}, 0))`.execute(trx)
        const old = await selectActive(trx, purpose, customerId, scope).executeTakeFirst()
        if (!old) throw new Error(`There is no active key for ${purpose} to rotate`)
        const retirement =
          how === 'rotated'
            ? { state: 'rotated' as const, accepted_until: null }
            : { state: 'leaked' as const, accepted_until: how.leakedAcceptedUntil }
        await trx.updateTable('keys').set(retirement).where('id', '=', old.id).execute()
        const fresh = newRow(wrapping, { purpose, customer_id: customerId, scope, created_at: at })
        await trx.insertInto('keys').values(fresh).execute()
        return { retired: { ...old, ...retirement }, fresh }
      })
      rotations++
      ring.put(toKey(wrapping, retired))
      return ring.put(toKey(wrapping, fresh))
    },

    async refresh() {
      let before: number
      let rows: KeyRow[]
      // What was read while this process rotated a key may be older than what is in memory.
      do {
        before = rotations
        rows = await db.selectFrom('keys').selectAll().execute()
      } while (before !== rotations)
      for (const key of unwrapAll(wrapping, rows, ring.byId)) ring.put(key)
    },
  }

  await keys.refresh()
  await keys.ensure(db, 'apiKeys', null, undefined, at)
  return keys
}
