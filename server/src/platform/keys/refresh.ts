import type { Clock } from '../clock.ts'
import type { Keys } from '../keys.ts'

/** Values under keys that do not exist come from anybody; they must not have the keys read at will. */
const atMostEveryMs = 1000

/**
 * Makes the function that takes in keys that another process may have just made, for a value under a key that is not in
 * memory. It says whether it did: not if it has within the last second.
 */
export function refreshAtMostOnceASecond({ keys, clock }: { keys: Keys; clock: Clock }): () => Promise<boolean> {
  let refreshedAt = 0
  return async () => {
    const at = clock.now().getTime()
    if (at - refreshedAt < atMostEveryMs) return false
    refreshedAt = at
    await keys.refresh()
    return true
  }
}
