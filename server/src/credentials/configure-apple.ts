import type { Identity } from '@billfold/pkpass'
import type { Insertable } from 'kysely'
import { Problem } from '../errors.ts'
import { appendEvents } from '../log/append.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { withCertificate } from './certificates.ts'
import { type Material, materialsIn, type SealedMaterial, sealMaterial, unsealMaterial } from './material.ts'
import { lockByPassType } from './store.ts'
import type { AppleConfigurationRow, WalletConfigurationsTable } from './tables.ts'
import { type AppleConfiguration, type Warning, walletConfigurationOf } from './wallet-configuration.ts'

export interface CertificateInput {
  readonly customerId: string
  /** Undefined keeps the present one; a new configuration is called by its pass type. */
  readonly name: string | undefined
  readonly material: Material
  /** What `checkMaterial` found in the material. */
  readonly identity: Identity
  /** Id of the API key that stores it; null for the operator of the installation. */
  readonly by: string | null
}

/**
 * Stores a pass certificate: a new wallet configuration, or the renewal of the one that has this pass type, whose older
 * certificates stay as a fallback until they expire. Makes the
 * pass type's phone-token key and writes `wallet.configured` to the audit trail.
 *
 * @throws Problem `conflict` when the pass type is another customer's, or the certificate is of another team
 */
export async function configureApple(
  trx: Trx,
  keys: Keys,
  input: CertificateInput,
  at: Date,
): Promise<{ configuration: AppleConfiguration; renewed: boolean; warnings: readonly Warning[] }> {
  const { customerId, identity } = input
  await keys.ensure(trx, 'sealing', customerId, undefined, at)
  const created = await insert(trx, newRow(keys, input, at))
  const { row, warnings } = created ? { row: created, warnings: [] } : await renew(trx, keys, input, at)
  await keys.ensure(trx, 'phoneTokens', customerId, identity.passTypeIdentifier, at)
  await appendEvents(trx, [
    {
      customerId,
      type: 'wallet.configured',
      at,
      visible: false,
      audit: true,
      data: {
        walletConfigurationId: row.id,
        wallet: row.wallet,
        passTypeId: row.pass_type_id,
        teamId: row.team_id,
        certificateNotAfter: row.certificate_not_after,
        renewed: !created,
        by: input.by,
      },
    },
  ])
  return { configuration: walletConfigurationOf(row), renewed: !created, warnings }
}

function newRow(
  keys: Keys,
  { customerId, name, material, identity }: CertificateInput,
  at: Date,
): Insertable<WalletConfigurationsTable> {
  const place = { customer_id: customerId, id: newId('wal', at) }
  return {
    ...place,
    wallet: 'apple',
    name: name ?? identity.passTypeIdentifier,
    pass_type_id: identity.passTypeIdentifier,
    team_id: identity.teamIdentifier,
    organization_name: identity.organizationName ?? null,
    sealed: sealMaterial(keys, place, [material]),
    certificate_not_after: identity.notAfter,
    created_at: at,
    modified_at: at,
  }
}

/** Undefined when the pass type exists already, whoever has it. */
async function insert(
  trx: Trx,
  row: Insertable<WalletConfigurationsTable>,
): Promise<AppleConfigurationRow | undefined> {
  return trx
    .insertInto('wallet_configurations')
    .values(row)
    .onConflict((conflict) => conflict.column('pass_type_id').doNothing())
    .returningAll()
    .$castTo<AppleConfigurationRow>()
    .executeTakeFirst()
}

async function renew(
  trx: Trx,
  keys: Keys,
  { customerId, name, material, identity }: CertificateInput,
  at: Date,
): Promise<{ row: AppleConfigurationRow; warnings: readonly Warning[] }> {
  const { passTypeIdentifier: passTypeId, teamIdentifier: teamId } = identity
  const old = await lockByPassType(trx, passTypeId)
  if (old.customer_id !== customerId) {
    throw new Problem('conflict', `The pass type ${passTypeId} belongs to another customer of this installation.`, {
      hint: 'Create a pass type of your own in the Apple developer account, or ask the operator of this installation.',
    })
  }
  if (old.team_id !== teamId) {
    throw new Problem(
      'conflict',
      `The pass type ${passTypeId} is of team ${old.team_id} here, but this certificate is of team ${teamId}.`,
      { hint: 'Wallet takes updates of a pass from its own team only: renew with a certificate of the same team.' },
    )
  }
  const present = materialsIn(await unsealMaterial<SealedMaterial>(keys, old))
  const { materials, notAfter, warnings } = withCertificate(material, identity, present, at)
  const row = await trx
    .updateTable('wallet_configurations')
    .set({
      ...(name !== undefined && { name }),
      organization_name: identity.organizationName ?? null,
      sealed: sealMaterial(keys, old, materials),
      certificate_not_after: notAfter,
      modified_at: at,
    })
    .where('customer_id', '=', customerId)
    .where('id', '=', old.id)
    .returningAll()
    .$castTo<AppleConfigurationRow>()
    .executeTakeFirstOrThrow()
  return { row, warnings }
}
