import { createHash } from 'node:crypto'
import type { Db, Trx } from '../../platform/database.ts'
import { base32 } from '../../platform/ids.ts'
import type { OpenedLink } from '../links/token.ts'

const codeBytes = 10

/**
 * The short code of a link's token: 16 characters of Crockford base32. Whoever can compute it has the link already, and
 * nobody guesses 80 bits; so the code needs no key, and each open of a link finds the same one.
 */
const shortCodeOf = (token: string): string =>
  base32(createHash('sha256').update(token).digest().subarray(0, codeBytes))

/** Keeps a link under its short code, in the transaction that opens it. */
export async function keepShortLink(trx: Trx, link: OpenedLink, token: string, at: Date): Promise<string> {
  const code = shortCodeOf(token)
  const { customerId: customer_id, expiresAt: expires_at } = link
  await trx
    .insertInto('short_links')
    .values({ code, customer_id, token, expires_at, created_at: at })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute()
  return code
}

/** The token behind a short code; people type codes, so upper case and Crockford's look-alikes (o, i, l) are taken too. */
export async function findShortLink(db: Db, typed: string): Promise<string | undefined> {
  const code = typed.toLowerCase().replaceAll('o', '0').replaceAll(/[il]/g, '1')
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(code)) return undefined
  const row = await db.selectFrom('short_links').select('token').where('code', '=', code).executeTakeFirst()
  return row?.token
}
