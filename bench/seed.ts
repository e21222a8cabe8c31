/** Passes by the thousand, written as the product writes them but not one by one. */
import { sql } from 'kysely'
import { ensureContact, sealTokens } from '../server/dist/passes/contact.js'
import type { Core } from '../server/dist/passes/core.js'
import { mintSerial } from '../server/dist/passes/serial.js'
import type { Home } from './installation.ts'

/** The n-th seeded pass, counted from 1. */
export const passIdOf = (n: number): string => `pas_${String(n).padStart(26, '0')}`
const contactIdOf = (n: number): string => `contact-${n}`

export const serialOf = ({ keys }: Core, { customerId, campaignId }: Home, n: number): string =>
  mintSerial(keys.active('serials', customerId).secret, { customerId, campaignId, contactId: contactIdOf(n) })

/** Two of the loyalty card's tokens are personal. */
const personalTokens = (n: number) => ({ 'contact.firstName': 'Ada', 'voucher.memberId': `NC-${n}` })

const batchSize = 500

/** Makes passes 1 to `count` of the loyalty card, each of a contact of its own. */
export async function seedPasses(core: Core, home: Home, count: number): Promise<void> {
  let next = 1
  const worker = async () => {
    while (next <= count) {
      const first = next
      next += batchSize
      await seedBatch(core, home, first, Math.min(count, first + batchSize - 1))
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  await core.database.pool.query('vacuum analyze contacts, passes')
}

/** The columns of `passes` that differ from one to the next. */
type SeededPass = readonly [id: string, contactId: string, serial: string, sealedTokens: Buffer | null]

function seedBatch(core: Core, home: Home, first: number, last: number): Promise<void> {
  const { customerId, campaignId, passTypeId } = home
  return core.database.db.transaction().execute(async (trx) => {
    const made: SeededPass[] = []
    for (let n = first; n <= last; n++) {
      const [id, contactId] = [passIdOf(n), contactIdOf(n)]
      const contactKey = await ensureContact(core.keys, trx, customerId, contactId, core.clock.now())
      made.push([id, contactId, serialOf(core, home, n), sealTokens(contactKey, id, personalTokens(n))])
    }
    const column = (index: number) => made.map((pass) => pass[index])
    await sql`
      insert into passes (customer_id, id, campaign_id, contact_id, pass_type_id, serial, tokens, sealed_tokens, modified_at, created_at)
      select ${customerId}, id, ${campaignId}, contact_id, ${passTypeId}, serial, '{"voucher.points": 120}', sealed,
        date_trunc('second', now()), now()
      from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[], ${column(3)}::bytea[])
        as made (id, contact_id, serial, sealed)`.execute(trx)
  })
}
