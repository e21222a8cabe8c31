import { randomBytes } from 'node:crypto'
import type { Trx } from '../platform/database.ts'
import { type Keys, seal, sealFor, unseal, unsealFor } from '../platform/keys.ts'
import type { TokenChanges } from './tokens.ts'

/** Where a contact's key lies: wrapped under the customer's sealing key, so that destroying the row erases the data. */
const keyContext = (contactId: string) => `contact key ${contactId}`

export function unwrapContactKey(keys: Keys, customerId: string, contactId: string, wrapped: Buffer): Buffer {
  return unsealFor(keys, customerId, wrapped, keyContext(contactId))
}

/** The key of a contact, made if the contact is new. Two transactions that make the same one agree on the first. */
export async function ensureContact(
  keys: Keys,
  trx: Trx,
  customerId: string,
  contactId: string,
  at: Date,
): Promise<Buffer> {
  const key = randomBytes(32)
  const wrapped = sealFor(keys, customerId, key, keyContext(contactId))
  const made = await trx
    .insertInto('contacts')
    .values({ customer_id: customerId, id: contactId, wrapped_key: wrapped, created_at: at })
    .onConflict((conflict) => conflict.columns(['customer_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) return key
  const row = await trx
    .selectFrom('contacts')
    .select('wrapped_key')
    .where('customer_id', '=', customerId)
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow()
  return unwrapContactKey(keys, customerId, contactId, row.wrapped_key)
}

/** Personal tokens of one pass, sealed under its contact's key. Nothing to seal is null. */
export function sealTokens(contactKey: Buffer, passId: string, tokens: TokenChanges): Buffer | null {
  if (Object.keys(tokens).length === 0) return null
  return seal(contactKey, Buffer.from(JSON.stringify(tokens)), `tokens of ${passId}`)
}

export function unsealTokens<T extends TokenChanges>(contactKey: Buffer, passId: string, sealed: Buffer | null): T {
  if (sealed === null) return {} as T
  return JSON.parse(unseal(contactKey, sealed, `tokens of ${passId}`).toString('utf8')) as T
}
