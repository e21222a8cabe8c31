import { beginLog } from '../log/append.ts'
import type { Db, Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import type { CustomerRow } from './tables.ts'

/** A tenant of this installation. */
export interface Customer {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
}

const purposes = ['links', 'serials', 'sealing'] as const

/** Makes a customer with everything that it needs from the first moment: its keys, and its counter in the log. */
export async function createCustomer(trx: Trx, keys: Keys, input: { name: string }, at: Date): Promise<Customer> {
  const row: CustomerRow = { id: newId('cus', at), name: input.name, created_at: at }
  await trx.insertInto('customers').values(row).execute()
  await beginLog(trx, row.id)
  for (const purpose of purposes) await keys.ensure(trx, purpose, row.id, undefined, at)
  return customerOf(row)
}

/** All customers of the installation, the oldest first. */
export async function listCustomers(db: Db): Promise<Customer[]> {
  const rows = await db.selectFrom('customers').selectAll().orderBy('id').execute()
  return rows.map(customerOf)
}

const customerOf = (row: CustomerRow): Customer => ({ id: row.id, name: row.name, createdAt: row.created_at })
