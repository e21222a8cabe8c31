import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { type Keys, sealingKeyId } from '../platform/keys.ts'
import { openLoadedConfigurations } from './loaded-configurations.ts'
import { unsealMaterial } from './material.ts'
import { selectConfigurationOf } from './store.ts'
import type { GoogleConfigurationRow } from './tables.ts'

/** The members of a service account's key file that signing needs, in Google's own words. */
export interface ServiceAccountFile {
  readonly client_email: string
  readonly private_key: string
  readonly private_key_id?: string
}

/** An issuer of Google Wallet with the service account that acts for it, ready to use. */
export interface GoogleAccount {
  readonly issuerId: string
  readonly serviceAccount: ServiceAccountFile
}

/** The unsealed service accounts in use. */
export interface GoogleAccounts {
  /**
   * The same object as long as the credentials are the same, so that access tokens can be kept with it. A renewal by
   * another process is seen within 30 seconds.
   *
   * @throws Problem `not_found`
   */
  byConfiguration(customerId: string, configurationId: string): Promise<GoogleAccount>
  /** Has a renewal that has committed count in this process at once. */
  forget(customerId: string, configurationId: string): void
}

export function openGoogleAccounts(options: { db: Db; keys: Keys; clock: Clock }): GoogleAccounts {
  const { db, keys, clock } = options
  const loaded = openLoadedConfigurations({
    clock,
    select: (customerId, id) => selectConfigurationOf(db, 'google', customerId, id),
    async open(row, at) {
      if (!hasKeys(keys, row, at)) await keys.refresh()
      return { issuerId: row.issuer_id, serviceAccount: unsealMaterial<ServiceAccountFile>(keys, row) }
    },
  })
  return { byConfiguration: loaded.get, forget: loaded.forget }
}

/** Whether the keys are in memory that open this key file and make its classes' callback addresses. */
function hasKeys(keys: Keys, row: GoogleConfigurationRow, at: Date): boolean {
  const hasCallbackTokens = keys.accepted('callbackTokens', row.customer_id, row.id, at).length > 0
  return hasCallbackTokens && keys.byId(sealingKeyId(row.sealed)) !== undefined
}
