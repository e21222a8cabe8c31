import type { Collection } from '../api/verticals.ts'
import type { Google } from '../google.ts'
import type { ServiceAccount } from '../state.ts'

/** A call of a method of a collection, by a service account that has shown its token. */
export interface Call {
  readonly google: Google
  readonly account: ServiceAccount
  readonly collection: Collection
  /** From the path; empty for methods that have none. */
  readonly resourceId: string
  readonly query: URLSearchParams
  /** JSON; undefined if there was none. */
  readonly body: unknown
}
