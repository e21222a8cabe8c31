import type { Identity } from '@billfold/pkpass'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/keys.ts'
import { openCertificates } from './certificates.ts'
import { openLoadedConfigurations } from './loaded-configurations.ts'
import { type Material, materialsIn, type SealedMaterial, unsealMaterial } from './material.ts'
import { selectConfigurationOf } from './store.ts'
import type { AppleConfigurationRow } from './tables.ts'

/** The unsealed certificates in use, ready to sign with. */
export interface Identities {
  /**
   * The certificate in force: of those that can sign now, the one that was issued last. The same object as long as it is
   * the same, so that what was compiled with it can be kept. A renewal by
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
      return identitiesOf(row, materialsIn(await unsealMaterial<SealedMaterial>(keys, row)), at)
    },
  })

  return {
    async byConfiguration(customerId, configurationId) {
      const identities = await loaded.get(customerId, configurationId)
      const at = clock.now()
      const inForce = identities.find(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter)
      if (inForce) return inForce
      const ends = identities.map(({ notAfter }) => notAfter.toISOString()).sort()
      throw unusable(configurationId, `it expired on ${ends.at(-1)}.`)
    },
    forget: loaded.forget,
  }
}

/** Of several that can sign, the one in force comes first, and after it the next. */
function identitiesOf(row: AppleConfigurationRow, materials: readonly Material[], at: Date): readonly Identity[] {
  const { usable, issues } = openCertificates(materials, at)
  if (usable.length > 0) return usable.map(({ identity }) => identity)
  throw unusable(row.id, issues.map(({ message }) => message).join(' '))
}

const unusable = (configurationId: string, why: string) =>
  new Problem('conflict', `The certificate of the wallet configuration ${configurationId} cannot be used: ${why}`, {
    hint: 'Renew the certificate of this pass type and post it to /api/wallet-configurations.',
  })
