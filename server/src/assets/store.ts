import type pg from 'pg'
import type { Db } from '../platform/database.ts'

export interface ImageSize {
  readonly widthPixels: number
  readonly heightPixels: number
}

/** An image that is kept, with its bytes: a PNG. */
export interface StoredImage extends ImageSize {
  readonly bytes: Buffer
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

/** The sizes of those images that a customer has, by the ids. */
export async function imageSizes(
  db: Db,
  customerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ImageSize>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('assets')
    .select(['sha256', 'width as widthPixels', 'height as heightPixels'])
    .where('customer_id', '=', customerId)
    .where('sha256', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ sha256, ...size }) => [sha256, size]))
}
