import type { Identities } from '../credentials/identities.ts'
import type { WalletDirectory } from '../credentials/wallet-directory.ts'
import type { Core } from '../passes/core.ts'
import type { Evidence } from './push/evidence.ts'
import type { Templates } from './template.ts'

/** What Apple's side of the server works with. */
export interface AppleDeps {
  readonly core: Core
  readonly identities: Identities
  readonly walletDirectory: WalletDirectory
  readonly templates: Templates
  readonly evidence: Evidence
  /** Where phones reach this installation, without a trailing slash: passes carry it as their `webServiceURL`. */
  readonly baseUrl: string
  /** How many devices may be registered for one pass. */
  readonly maxDevicesPerPass: number
}
