import { selectConfigurationOf } from '../credentials/store.ts'
import type { ConfigurationRowOf, Wallet } from '../credentials/tables.ts'
import { type FieldError, Problem } from '../errors.ts'
import type { Db } from '../platform/database.ts'

/** Where a campaign names the wallet configuration of each wallet. */
const places = { apple: '/walletConfigurationId', google: '/googleConfigurationId' } as const

/** The fault of a campaign that names a configuration which the customer does not have, or not for this wallet. */
const unknown = (wallet: Wallet): FieldError => ({
  path: places[wallet],
  code: 'unknown',
  message: `is no wallet configuration of the customer for ${wallet === 'apple' ? 'Apple' : 'Google'} Wallet`,
  fix: 'See GET /api/wallet-configurations for those there are.',
})

/**
 * The configuration that a campaign names for a wallet.
 *
 * @param id as it was sent, of whatever shape
 * @param misshapen what the request's schema refuses; a configuration among it, or a body that is none, is not complained about again
 */
export async function namedConfiguration<W extends Wallet>(
  db: Db,
  wallet: W,
  customerId: string,
  id: unknown,
  misshapen: readonly FieldError[],
): Promise<{ row?: ConfigurationRowOf<W>; faults: readonly FieldError[] }> {
  const row = await find(db, wallet, customerId, id)
  if (row) return { row, faults: [] }
  const isRefused = misshapen.some(({ path }) => path === places[wallet] || path === '/')
  return { faults: isRefused ? [] : [unknown(wallet)] }
}

async function find<W extends Wallet>(db: Db, wallet: W, customerId: string, id: unknown) {
  if (typeof id !== 'string' || id.includes('\0')) return undefined
  try {
    return await selectConfigurationOf(db, wallet, customerId, id)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
