import { type JsonObject, textAt } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import type { Collection } from '../api/verticals.ts'
import { hasOffset } from '../check/formats.ts'
import type { Google } from '../google.ts'
import type { State, Stored } from '../state.ts'

/** Where the resources of a collection are kept, together with those of the other verticals. */
export function shelfOf(state: State, { side }: Collection): Map<string, Stored> {
  return side === 'class' ? state.classes : state.objects
}

/** The class or object with this id in a collection. */
export function find(state: State, collection: Collection, id: unknown): Stored | undefined {
  const found = shelfOf(state, collection).get(String(id))
  return found?.vertical === collection.vertical ? found : undefined
}

/** @throws ApiError `classNotFound`, `resourceNotFound` */
export function requireStored(state: State, collection: Collection, id: string): Stored {
  const found = find(state, collection, id)
  if (found) return found
  const what = collection.side === 'class' ? 'Class' : 'Resource'
  throw new ApiError(collection.side === 'class' ? 'classNotFound' : 'resourceNotFound', `${what} not found: ${id}`)
}

/**
 * A class or an object as Google answers it: an object with whether somebody has it in a wallet, and with a copy of its
 * class (of generic ones, Google's description knows no copy).
 */
export function shown({ state, clock }: Google, { side, vertical }: Collection, { resource }: Stored): JsonObject {
  if (side === 'class') return resource
  const passClass = vertical === 'generic' ? undefined : state.classes.get(String(resource.classId))
  return {
    ...expiring(resource, clock.now()),
    hasUsers: hasUsers(state, String(resource.id)),
    ...(passClass && { classReference: passClass.resource }),
  }
}

/** Google sets an object to `EXPIRED` when its interval is over, within a day; the virtual one at once. */
export function expiring(resource: JsonObject, at: Date): JsonObject {
  const end = textAt(resource, 'validTimeInterval', 'end', 'date')
  if (resource.state !== 'ACTIVE' || end === undefined) return resource
  // Without an offset, it is the time wherever the holder is: here, UTC.
  const endsAt = new Date(hasOffset(end) ? end : `${end}Z`)
  return endsAt <= at ? { ...resource, state: 'EXPIRED' } : resource
}

export function hasUsers(state: State, objectId: string): boolean {
  return (state.holders.get(objectId)?.length ?? 0) > 0
}

/** The object with this id, or all objects of the class with this id. */
export function objectIdsOf(state: State, { side }: Collection, id: string): readonly string[] {
  if (side === 'object') return [id]
  return [...state.objects].filter(([, { resource }]) => resource.classId === id).map(([objectId]) => objectId)
}
