import type { Core } from '../passes/core.ts'
import type { Logger } from '../platform/logger.ts'
import type { BudgetOwner } from './budget/lease-slice.ts'
import type { GoogleClients } from './clients.ts'
import type { GooglePlace } from './place.ts'
import type { Paths } from './sync/paths.ts'

/** What Google's side of the server works with. */
export interface GoogleDeps {
  readonly core: Core
  readonly clients: GoogleClients
  /** Where Google finds the images of passes. */
  readonly place: GooglePlace
  /** Where Google tells of saves and removals of an issuer's passes. */
  readonly callbackUrl: (owner: BudgetOwner) => string
  readonly paths: Paths
  readonly logger: Logger
}
