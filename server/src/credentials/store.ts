import { Problem } from '../errors.ts'
import type { Db, Trx } from '../platform/database.ts'
import type {
  AppleConfigurationRow,
  ConfigurationRowOf,
  GoogleConfigurationRow,
  Wallet,
  WalletConfigurationRow,
} from './tables.ts'
import { type OpenRow, openColumns, type WalletConfiguration, walletConfigurationOf } from './wallet-configuration.ts'

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
    .$castTo<OpenRow>()
  if (range.before !== undefined) query = query.where('id', '<', range.before)
  return (await query.execute()).map((row) => walletConfigurationOf(row))
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
    .$castTo<WalletConfigurationRow>()
    .executeTakeFirst()
  if (row) return row
  throw new Problem('not_found', `There is no wallet configuration ${id}.`)
}

/**
 * One configuration of a wallet with its sealed material.
 *
 * @throws Problem `not_found`, also for one of another wallet
 */
export async function selectConfigurationOf<W extends Wallet>(
  db: Db,
  wallet: W,
  customerId: string,
  id: string,
): Promise<ConfigurationRowOf<W>> {
  const row = await selectWalletConfiguration(db, customerId, id)
  if (isOf(wallet, row)) return row
  throw new Problem('not_found', `There is no wallet configuration ${id} for ${walletNames[wallet]}.`)
}

const isOf = <W extends Wallet>(wallet: W, row: WalletConfigurationRow): row is ConfigurationRowOf<W> =>
  row.wallet === wallet

const walletNames: Readonly<Record<Wallet, string>> = { apple: 'Apple Wallet', google: 'Google Wallet' }

/** The configuration that has a pass type, whosever it is, locked until the transaction ends. */
export const lockByPassType = (trx: Trx, passTypeId: string): Promise<AppleConfigurationRow> =>
  lock(trx, 'pass_type_id', passTypeId).$castTo<AppleConfigurationRow>().executeTakeFirstOrThrow()

/** The configuration that has an issuer of Google's, whosever it is, locked until the transaction ends. */
export const lockByIssuer = (trx: Trx, issuerId: string): Promise<GoogleConfigurationRow> =>
  lock(trx, 'issuer_id', issuerId).$castTo<GoogleConfigurationRow>().executeTakeFirstOrThrow()

const lock = (trx: Trx, column: 'pass_type_id' | 'issuer_id', value: string) =>
  trx.selectFrom('wallet_configurations').selectAll().where(column, '=', value).forUpdate()

/** Which customer has which pass type, in the whole installation. */
export async function listPassTypes(
  db: Db,
): Promise<{ passTypeId: string; customerId: string; configurationId: string }[]> {
  return db
    .selectFrom('wallet_configurations')
    .select(['pass_type_id as passTypeId', 'customer_id as customerId', 'id as configurationId'])
    .where('wallet', '=', 'apple')
    .$narrowType<{ passTypeId: string }>()
    .execute()
}
