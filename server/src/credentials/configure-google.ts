import type { Insertable } from 'kysely'
import { Problem } from '../errors.ts'
import { appendEvents } from '../log/append.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { sealMaterial } from './material.ts'
import type { KeyFile } from './service-account.ts'
import { lockByIssuer } from './store.ts'
import type { GoogleConfigurationRow, WalletConfigurationsTable } from './tables.ts'
import { type GoogleConfiguration, walletConfigurationOf } from './wallet-configuration.ts'

export interface ServiceAccountInput {
  readonly customerId: string
  /** Undefined keeps the present one; a new configuration is called by its issuer id. */
  readonly name: string | undefined
  readonly issuerId: string
  readonly serviceAccountEmail: string
  readonly keyFile: string
  /** What Google calls the issuer; null if it could not be asked. */
  readonly issuerName: string | null
  /** When Google found the credentials good; null if it could not be asked. */
  readonly checkedAt: Date | null
  /** Id of the API key that stores it; null for the operator of the installation. */
  readonly by: string | null
}

/**
 * Stores a service account for an issuer of Google Wallet: a new wallet configuration, or a new key for the one that has
 * this issuer. Makes the key of its callback address and writes `wallet.configured` to the audit trail.
 *
 * @throws Problem `conflict` when the issuer is another customer's
 */
export async function configureGoogle(
  trx: Trx,
  keys: Keys,
  input: ServiceAccountInput,
  at: Date,
): Promise<{ configuration: GoogleConfiguration; renewed: boolean }> {
  const { customerId, issuerId, by } = input
  await keys.ensure(trx, 'sealing', customerId, undefined, at)
  const created = await insert(trx, newRow(keys, input, at))
  const row = created ?? (await renew(trx, keys, input, at))
  await keys.ensure(trx, 'callbackTokens', customerId, row.id, at)
  const { id: walletConfigurationId, wallet, service_account_email: serviceAccountEmail } = row
  await appendEvents(trx, [
    {
      customerId,
      type: 'wallet.configured',
      at,
      visible: false,
      audit: true,
      data: { walletConfigurationId, wallet, issuerId, serviceAccountEmail, renewed: !created, by },
    },
  ])
  return { configuration: walletConfigurationOf(row), renewed: !created }
}

type Place = Pick<GoogleConfigurationRow, 'customer_id' | 'id'>

function newRow(keys: Keys, input: ServiceAccountInput, at: Date): Insertable<WalletConfigurationsTable> {
  const place: Place = { customer_id: input.customerId, id: newId('wal', at) }
  const identity = { wallet: 'google', issuer_id: input.issuerId, created_at: at } as const
  const { name = input.issuerId } = input
  return { ...place, ...identity, name, ...renewable(keys, place, input, at) }
}

/** What a new key of the same issuer replaces. */
function renewable(keys: Keys, place: Place, input: ServiceAccountInput, at: Date) {
  const { name, serviceAccountEmail, keyFile, issuerName, checkedAt } = input
  const material: KeyFile = { keyFile }
  return {
    ...(name !== undefined && { name }),
    organization_name: issuerName,
    service_account_email: serviceAccountEmail,
    sealed: sealMaterial(keys, place, material),
    checked_at: checkedAt,
    finding: null,
    modified_at: at,
  }
}

/** Undefined when the issuer exists already, whoever has it. */
async function insert(
  trx: Trx,
  row: Insertable<WalletConfigurationsTable>,
): Promise<GoogleConfigurationRow | undefined> {
  return trx
    .insertInto('wallet_configurations')
    .values(row)
    .onConflict((conflict) => conflict.column('issuer_id').doNothing())
    .returningAll()
    .$castTo<GoogleConfigurationRow>()
    .executeTakeFirst()
}

async function renew(trx: Trx, keys: Keys, input: ServiceAccountInput, at: Date): Promise<GoogleConfigurationRow> {
  const { customerId, issuerId } = input
  const present = await lockByIssuer(trx, issuerId)
  if (present.customer_id !== customerId) {
    throw new Problem('conflict', `The issuer ${issuerId} belongs to another customer of this installation.`, {
      hint: 'Create an issuer of your own in the Google Pay & Wallet Console, or ask the operator of this installation.',
    })
  }
  return trx
    .updateTable('wallet_configurations')
    .set(renewable(keys, present, { ...input, issuerName: input.issuerName ?? present.organization_name }, at))
    .where('customer_id', '=', customerId)
    .where('id', '=', present.id)
    .returningAll()
    .$castTo<GoogleConfigurationRow>()
    .executeTakeFirstOrThrow()
}
