import type { Collection } from '../api/verticals.ts'
import type { Google } from '../google.ts'
import type { ServiceAccount } from '../state.ts'

/** A call of a method of the API, by a service account that has shown its token. */
export interface Call {
  readonly google: Google
  readonly account: ServiceAccount
  /** From the path; empty for methods that have none. */
  readonly resourceId: string
  readonly query: URLSearchParams
  /** JSON; undefined if the method takes none. */
  readonly body: unknown
}

/** A call of a method of a collection of classes or objects. */
export interface CollectionCall extends Call {
  readonly collection: Collection
}
