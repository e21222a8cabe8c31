import { Problem } from '../errors.ts'
import { openCertificates, warningsOf } from './certificates.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkMaterial } from './check-material.ts'
import type { CredentialDeps } from './deps.ts'
import { type Material, materialsIn, type SealedMaterial, unsealMaterial } from './material.ts'
import { selectWalletConfiguration } from './store.ts'
import type { AppleConfigurationRow, GoogleConfigurationRow } from './tables.ts'
import { type WalletConfiguration, type Warning, walletConfigurationOf } from './wallet-configuration.ts'

/**
 * Tries stored credentials anew: a certificate whether it can sign, a service account whether Google lets it act for the
 * issuer. What Google has found is kept; a silence of Google's changes nothing.
 *
 * @returns the configuration as it is now, and what was found that is not kept with it
 * @throws Problem `not_found`
 */
export async function checkConfiguration(
  deps: CredentialDeps,
  customerId: string,
  configurationId: string,
): Promise<{ configuration: WalletConfiguration; warnings: readonly Warning[] }> {
  const row = await selectWalletConfiguration(deps.core.database.db, customerId, configurationId)
  return row.wallet === 'apple' ? checkApple(deps, row) : checkGoogle(deps, row)
}

async function checkApple({ core, allowTestWallets }: CredentialDeps, row: AppleConfigurationRow) {
  const configuration = walletConfigurationOf(row)
  const at = core.clock.now()
  const materials = materialsIn(await unsealMaterial<SealedMaterial>(core.keys, row))
  // What signs is the one in force; if none can, what is wrong with the last one says why.
  const { usable } = openCertificates(materials, at)
  const [inForce = { material: materials[0] as Material }] = usable
  try {
    checkMaterial(inForce.material, { allowTestWallets, at })
    return { configuration, warnings: warningsOf(usable) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { configuration, warnings: (error.errors ?? []).map(({ code, message, fix }) => ({ code, message, fix })) }
  }
}

async function checkGoogle(deps: CredentialDeps, row: GoogleConfigurationRow) {
  const { core, googleAccounts } = deps
  // Another process may have renewed it; what is tried is what is stored.
  googleAccounts.forget(row.customer_id, row.id)
  const account = await googleAccounts.byConfiguration(row.customer_id, row.id).catch(unusable)
  if ('code' in account) return { configuration: walletConfigurationOf(row), warnings: [account] }
  const check = await checkIssuer({ ...deps, clock: core.clock }, account)
  if (check.kind === 'unanswered') {
    return { configuration: walletConfigurationOf(row), warnings: [unanswered(check.why)] }
  }
  const found = {
    checked_at: core.clock.now(),
    finding: check.kind === 'refused' ? check.finding : null,
    organization_name: check.kind === 'good' ? check.issuerName : row.organization_name,
  }
  await core.database.db
    .updateTable('wallet_configurations')
    .set(found)
    .where('customer_id', '=', row.customer_id)
    .where('id', '=', row.id)
    // Not of credentials that were renewed meanwhile.
    .where('modified_at', '=', row.modified_at)
    .execute()
  return { configuration: walletConfigurationOf({ ...row, ...found }), warnings: [] }
}

/** An account of a virtual Google that came here with the database. */
function unusable(error: unknown): Warning {
  if (!(error instanceof Problem && error.code === 'conflict')) throw error
  return { code: 'test_account', message: error.message, fix: error.hint ?? '' }
}

const unanswered = (why: string): Warning => ({
  code: 'unanswered',
  message: `Google could not be asked: ${why}`,
  fix: 'Try again later. If it stays, see whether this machine reaches googleapis.com over HTTPS.',
})
