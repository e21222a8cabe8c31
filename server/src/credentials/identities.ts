import { type Identity, loadIdentity, PassError } from '@billfold/pkpass'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/keys.ts'
import { openLoadedConfigurations } from './loaded-configurations.ts'
import { type Material, unsealMaterial } from './material.ts'
import { selectConfigurationOf } from './store.ts'
import type { AppleConfigurationRow } from './tables.ts'

/** The unsealed certificates in use, ready to sign with. */
export interface Identities {
  /**
   * The same object as long as the certificate is the same, so that what was compiled with it can be kept. A renewal by
   * another process is seen within 30 seconds.
   *
   * @throws Problem `not_found`, or `conflict` when the certificate cannot be used now, as when it has expired
   */
  byConfiguration(customerId: string, configurationId: string): Promise<Identity>
  /** Has a renewal that has committed count in this process at once. */
  forget(customerId: string, configurationId: string): void
}

export function openIdentities(options: { db: Db; keys: Keys; clock: Clock }): Identities {
  const { db, keys, clock } = options
  const loaded = openLoadedConfigurations({
    clock,
    select: (customerId, id) => selectConfigurationOf(db, 'apple', customerId, id),
    async open(row, at) {
      const makesTokens = keys.accepted('phoneTokens', row.customer_id, row.pass_type_id, at).length > 0
      if (!makesTokens) await keys.refresh()
      return identityOf(row, await unsealMaterial(keys, row), at)
    },
  })

  return {
    async byConfiguration(customerId, configurationId) {
      const identity = await loaded.get(customerId, configurationId)
      if (clock.now() <= identity.notAfter) return identity
      throw unusable(configurationId, `it expired on ${identity.notAfter.toISOString()}.`)
    },
    forget: loaded.forget,
  }
}

function identityOf(row: AppleConfigurationRow, material: Material, at: Date): Identity {
  try {
    return loadIdentity(material, at)
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    throw unusable(row.id, error.issues.map((issue) => issue.message).join(' '))
  }
}

const unusable = (configurationId: string, why: string) =>
  new Problem('conflict', `The certificate of the wallet configuration ${configurationId} cannot be used: ${why}`, {
    hint: 'Renew the certificate of this pass type and post it to /api/wallet-configurations.',
  })
