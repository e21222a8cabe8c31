import type { Config } from '../config.ts'
import type { LogWriter } from '../log/transact.ts'
import type { Clock } from '../platform/clock.ts'
import type { Keys } from '../platform/keys.ts'
import type { GoogleAccounts } from './google-accounts.ts'
import type { Identities } from './identities.ts'
import type { WalletDirectory } from './wallet-directory.ts'

/** Where this installation finds Google; undefined is Google itself. */
export type GooglePlaces = Pick<Config, 'googleApiUrl' | 'googleTokenUrl'>

/** What storing and checking credentials works with. */
export interface CredentialDeps extends GooglePlaces {
  readonly core: LogWriter & { readonly keys: Keys; readonly clock: Clock }
  readonly identities: Identities
  readonly googleAccounts: GoogleAccounts
  readonly walletDirectory: WalletDirectory
  /** Whether a development authority may stand in for Apple. */
  readonly allowTestWallets: boolean
}
