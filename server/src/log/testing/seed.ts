import type { Db } from '../../platform/database.ts'

/** One customer with one campaign and some passes, as rows, for tests of the log. */
export const customer = 'cus_log'
export const campaign = 'cam_log'
export const contact = (index: number) => `contact-${index}`
export const pass = (index: number) => `pas_${String(index).padStart(4, '0')}`

export async function seedSubjects(db: Db, options: { passes: number; at: Date }): Promise<void> {
  const { at } = options
  await db.insertInto('customers').values({ id: customer, name: 'Log', created_at: at }).execute()
  await db.insertInto('log_counters').values({ customer_id: customer }).execute()
  await db
    .insertInto('wallet_configurations')
    .values({
      customer_id: customer,
      id: 'wal_log',
      wallet: 'apple',
      name: 'Log',
      pass_type_id: 'pass.log',
      team_id: 'TEAM',
      sealed: Buffer.alloc(1),
      certificate_not_after: at,
      created_at: at,
      modified_at: at,
    })
    .execute()
  await db
    .insertInto('campaigns')
    .values({
      customer_id: customer,
      id: campaign,
      name: 'Log',
      kind: 'generic',
      wallet_configuration_id: 'wal_log',
      pass_type_id: 'pass.log',
      revision: 1,
      state: 'published',
      modified_at: at,
      created_at: at,
    })
    .execute()
  for (let index = 0; index < options.passes; index++) {
    await db
      .insertInto('contacts')
      .values({ customer_id: customer, id: contact(index), wrapped_key: Buffer.alloc(1), created_at: at })
      .execute()
    await db
      .insertInto('passes')
      .values({
        customer_id: customer,
        id: pass(index),
        campaign_id: campaign,
        contact_id: contact(index),
        pass_type_id: 'pass.log',
        serial: `serial-${index}`,
        tokens: '{}',
        api_tokens: [],
        modified_at: at,
        created_at: at,
      })
      .execute()
  }
}
