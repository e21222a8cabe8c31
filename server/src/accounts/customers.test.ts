import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCustomer, listCustomers } from './customers.ts'
import { openTestAccounts, type TestAccounts } from './testing.ts'

let accounts: TestAccounts

beforeAll(async () => {
  accounts = await openTestAccounts()
})
afterAll(() => accounts.close())

async function create(name: string) {
  accounts.clock.turn(1)
  const { database, keys, clock } = accounts
  return database.db.transaction().execute((trx) => createCustomer(trx, keys, { name }, clock.now()))
}

it('gives a customer keys of its own and a counter in the log', async () => {
  const { id } = await create('Coffee bar')
  for (const purpose of ['links', 'serials', 'sealing'] as const) {
    const key = accounts.keys.active(purpose, id)
    expect(key.bytes).not.toEqual(accounts.keys.active(purpose, accounts.customer.id).bytes)
  }
  const counters = await accounts.database.db
    .selectFrom('log_counters')
    .select('last_number')
    .where('customer_id', '=', id)
    .execute()
  expect(counters).toEqual([{ last_number: 0 }])
})

it('makes nothing of a customer when the transaction fails', async () => {
  const failed = accounts.database.db.transaction().execute(async (trx) => {
    await createCustomer(trx, accounts.keys, { name: 'Never' }, accounts.clock.now())
    throw new Error('rolled back')
  })
  await expect(failed).rejects.toThrow('rolled back')
  expect((await listCustomers(accounts.database.db)).map(({ name }) => name)).not.toContain('Never')
})

it('lists all customers, the oldest first', async () => {
  const { id } = await create('Theatre')
  const customers = await listCustomers(accounts.database.db)
  expect(customers[0]).toEqual(accounts.customer)
  expect(customers.at(-1)).toEqual({ id, name: 'Theatre', createdAt: accounts.clock.now() })
})
