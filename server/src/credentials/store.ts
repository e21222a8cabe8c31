import { Problem } from '../errors.ts'
import type { Db, Trx } from '../platform/database.ts'
import type { WalletConfigurationRow } from './tables.ts'
import { openColumns, type WalletConfiguration, walletConfigurationOf } from './wallet-configuration.ts'

/** A customer's wallet configurations, the newest first, those before the id `before` if given. */
export async function listWalletConfigurations(
  db: Db,
  customerId: string,
  range: { limit: number; before: string | undefined },
): Promise<WalletConfiguration[]> {
  let query = db
    .selectFrom('wallet_configurations')
    .select(openColumns)
    .where('customer_id', '=', customerId)
    .orderBy('id', 'desc')
    .limit(range.limit)
  if (range.before !== undefined) query = query.where('id', '<', range.before)
  return (await query.execute()).map(walletConfigurationOf)
}

/**
 * One configuration with its sealed material.
 *
 * @throws Problem `not_found`
 */
export async function selectWalletConfiguration(
  db: Db,
  customerId: string,
  id: string,
): Promise<WalletConfigurationRow> {
  const row = await db
    .selectFrom('wallet_configurations')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row) return row
  throw new Problem('not_found', `There is no wallet configuration ${id}.`)
}

/** The configuration that has a pass type, whosever it is, locked until the transaction ends. */
export async function lockByPassType(trx: Trx, passTypeId: string): Promise<WalletConfigurationRow> {
  return trx
    .selectFrom('wallet_configurations')
    .selectAll()
    .where('pass_type_id', '=', passTypeId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Which customer has which pass type, in the whole installation. */
export async function listPassTypes(
  db: Db,
): Promise<{ passTypeId: string; customerId: string; configurationId: string }[]> {
  return db
    .selectFrom('wallet_configurations')
    .select(['pass_type_id as passTypeId', 'customer_id as customerId', 'id as configurationId'])
    .where('wallet', '=', 'apple')
    .execute()
}
