import type pg from 'pg'
import type { Db } from '../platform/database.ts'

/** An image that is kept, with its bytes: a PNG. */
export interface StoredImage {
  readonly bytes: Buffer
  readonly widthPixels: number
  readonly heightPixels: number
}

/** An image by its hash, whoever put it: it shows what its name says. */
export async function findImage(pool: pg.Pool, sha256: string): Promise<StoredImage | undefined> {
  const { rows } = await pool.query<StoredImage>({
    name: 'asset_by_sha256',
    text: `select bytes, width as "widthPixels", height as "heightPixels" from assets where sha256 = $1 limit 1`,
    values: [sha256],
  })
  return rows[0]
}

/** Those of the ids that a customer has no image for. */
export async function missingAssets(db: Db, customerId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('assets')
    .select('sha256')
    .where('customer_id', '=', customerId)
    .where('sha256', 'in', [...ids])
    .execute()
  const present = new Set(rows.map((row) => row.sha256))
  return new Set(ids.filter((id) => !present.has(id)))
}
