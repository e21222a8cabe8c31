import type { Caller } from '../accounts/caller.ts'
import { transact } from '../log/transact.ts'
import { checkMaterial } from './check-material.ts'
import { configureApple } from './configure-apple.ts'
import type { CredentialDeps } from './deps.ts'
import type { NewAppleConfiguration } from './schema.ts'
import type { AppleConfiguration, Warning } from './wallet-configuration.ts'

/**
 * Checks and stores an uploaded pass certificate; signing and phones' requests know it at once.
 *
 * @throws Problem `invalid_request` naming every fault, or `conflict`
 */
export async function addCertificate(
  { core, allowTestWallets, identities, walletDirectory }: CredentialDeps,
  { customerId, keyId: by }: Pick<Caller, 'customerId' | 'keyId'>,
  { wallet: _, name, ...material }: NewAppleConfiguration,
): Promise<{ configuration: AppleConfiguration; renewed: boolean; warnings: readonly Warning[] }> {
  const at = core.clock.now()
  const identity = checkMaterial(material, { allowTestWallets, at })
  const stored = await transact(core, customerId, (trx) =>
    configureApple(trx, core.keys, { customerId, name, material, identity, by }, at),
  )
  identities.forget(customerId, stored.configuration.id)
  await walletDirectory.refresh()
  return stored
}
