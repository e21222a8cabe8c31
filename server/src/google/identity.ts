import type { JsonObject } from '../passes/content/json.ts'
import type { Side } from './sides.ts'

/** Which class or object it is, and what only Google or the server says of it: not for content to say. */
export const identityKeys: Readonly<Record<Side, readonly string[]>> = {
  class: ['id', 'reviewStatus', 'review', 'callbackOptions', 'kind', 'version'],
  object: ['id', 'classId', 'classReference', 'hasUsers', 'hasLinkedDevice', 'kind', 'version'],
}

export function withoutIdentity(side: Side, resource: unknown): JsonObject {
  return Object.fromEntries(Object.entries(resource as JsonObject).filter(([key]) => !identityKeys[side].includes(key)))
}
