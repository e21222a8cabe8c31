import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { keysDamaged, secretDoesNotFit } from './errors.ts'
import { unwrap, wrap, wrappingKey } from './wrap.ts'

/**
 * Moves every key from one secret to another; what the keys seal and sign stays as it is. All or nothing. The servers
 * are to be stopped first: one that still runs would wrap new keys under the old secret.
 *
 * @returns how many keys were wrapped anew
 * @throws StartupError when the old secret is not the one in use; then nothing is changed
 */
export async function rewrapKeys(db: Db, oldSecret: Buffer | string, newSecret: Buffer | string): Promise<number> {
  const from = wrappingKey(oldSecret)
  const to = wrappingKey(newSecret)
  return db.transaction().execute(async (trx) => {
    await sql`lock table keys in share row exclusive mode`.execute(trx)
    const rows = await trx.selectFrom('keys').selectAll().execute()
    const damaged: string[] = []
    for (const row of rows) {
      const bytes = unwrap(from, row)
      if (bytes === undefined) damaged.push(row.id)
      else
        await trx
          .updateTable('keys')
          .set({ wrapped: wrap(to, bytes, row) })
          .where('id', '=', row.id)
          .execute()
    }
    if (damaged.length > 0) throw damaged.length === rows.length ? secretDoesNotFit() : keysDamaged(damaged)
    return rows.length
  })
}
