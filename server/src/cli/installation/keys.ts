import type { ApiKey } from '../../accounts/api-key.ts'
import type { Installation } from '../../installation.ts'
import { CommandError } from '../errors.ts'

export type KeyOfCustomer = ApiKey & { readonly customerId: string }

const pageSize = 200

/** An API key in a `--json` document: as the HTTP API answers it, with its customer. */
export const keyDocument = ({ notAfter, ...key }: KeyOfCustomer) => ({ ...key, expiresAt: notAfter })

/** @throws CommandError `not_found` */
export async function existingCustomer({ database }: Installation, id: string): Promise<string> {
  const { listCustomers } = await import('../../accounts/customers.ts')
  const customers = await listCustomers(database.db)
  if (customers.some((customer) => customer.id === id)) return id
  throw new CommandError('refused', 'not_found', `There is no customer ${id}.`, {
    hint: 'See the ids with `billfold customer list`.',
  })
}

/** @throws CommandError `not_found` */
export async function existingCampaign({ database }: Installation, customerId: string, id: string): Promise<string> {
  const { listCampaigns } = await import('../../campaigns/store.ts')
  const found = await listCampaigns(database.db, customerId, { before: undefined, limit: 1, campaignIds: [id] })
  if (found.length > 0) return id
  throw new CommandError('refused', 'not_found', `There is no campaign ${id} of this customer.`, {
    hint: 'See the ids with `billfold campaign list`.',
  })
}

/** The keys of one customer, or of all, the newest first. */
export async function keysOf({ database }: Installation, customerId?: string): Promise<KeyOfCustomer[]> {
  const { listCustomers } = await import('../../accounts/customers.ts')
  const { listApiKeys } = await import('../../accounts/store.ts')
  const ids = customerId === undefined ? (await listCustomers(database.db)).map(({ id }) => id) : [customerId]
  const keys: KeyOfCustomer[] = []
  for (const customerId of ids) {
    for (let page: ApiKey[] | undefined; page === undefined || page.length === pageSize; ) {
      page = await listApiKeys(database.db, customerId, { limit: pageSize, before: page?.at(-1)?.id })
      keys.push(...page.map((key) => ({ ...key, customerId })))
    }
  }
  return keys
}
