import type { JsonObject } from '../json.ts'
import type { Clock } from '../phone/phone.ts'
import type { State } from './state.ts'

/** What everything at the virtual Google works with. */
export interface Google {
  readonly state: State
  readonly clock: Clock
  /** What is wrong with a class that asks for a review; undefined: it is approved. */
  review(classId: string): { readonly comments: string } | undefined
  /** Loads the images of a class or an object, if Google does so. @throws ApiError for one that cannot be loaded */
  loadImages(resource: JsonObject): Promise<void>
  /** Tells the phones that hold an object, or an object of a class, that it looks different. */
  tellHolders(objectIds: readonly string[]): void
  /** Calls the issuer's server back, if the class says where it is. */
  tellIssuer(eventType: 'save' | 'del', objectId: string): void
  /** Where save links lead, without a slash at the end. */
  saveUrl(): string
}
