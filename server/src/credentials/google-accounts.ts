import { parseServiceAccount, type ServiceAccount } from '@billfold/google-wallet'
import { Problem } from '../errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/keys.ts'
import { openLoadedConfigurations } from './loaded-configurations.ts'
import { unsealMaterial } from './material.ts'
import { isOutOfPlace, type KeyFile } from './service-account.ts'
import { selectConfigurationOf } from './store.ts'
import type { GoogleConfigurationRow } from './tables.ts'

/** An issuer of Google Wallet with the service account that acts for it, ready to use. */
export interface GoogleAccount {
  readonly issuerId: string
  readonly serviceAccount: ServiceAccount
}

/** The unsealed service accounts in use. */
export interface GoogleAccounts {
  /**
   * The same object as long as the credentials are the same, so that access tokens can be kept with it. A renewal by
   * another process is seen within 30 seconds.
   *
   * @throws Problem `not_found`, or `conflict` when the account is of a virtual Google and Google itself would be asked
   */
  byConfiguration(customerId: string, configurationId: string): Promise<GoogleAccount>
  /** Has a renewal that has committed count in this process at once. */
  forget(customerId: string, configurationId: string): void
}

/** @param options.tokenUrl where access tokens are had from; undefined is Google itself */
export function openGoogleAccounts(options: {
  db: Db
  keys: Keys
  clock: Clock
  tokenUrl: string | undefined
}): GoogleAccounts {
  const { db, keys, clock, tokenUrl } = options
  const loaded = openLoadedConfigurations({
    clock,
    select: (customerId, id) => selectConfigurationOf(db, 'google', customerId, id),
    async open(row, at) {
      const makesTokens = keys.accepted('callbackTokens', row.customer_id, row.id, at).length > 0
      if (!makesTokens) await keys.refresh()
      const { keyFile } = await unsealMaterial<KeyFile>(keys, row)
      if (isOutOfPlace(keyFile, tokenUrl)) throw outOfPlace(row)
      return { issuerId: row.issuer_id, serviceAccount: parseServiceAccount(keyFile) }
    },
  })
  return { byConfiguration: loaded.get, forget: loaded.forget }
}

const outOfPlace = ({ id, service_account_email: email }: GoogleConfigurationRow) =>
  new Problem('conflict', `The service account ${email} of the wallet configuration ${id} is of a virtual Google.`, {
    hint: 'Set BILLFOLD_GOOGLE_API_URL and BILLFOLD_GOOGLE_TOKEN_URL to that one, or store a key that Google has made.',
  })
