import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/keys.ts'
import { listPassTypes } from './store.ts'

/** Who a pass type belongs to: a phone's request names no customer, and finding it costs no statement. */
export interface WalletDirectory {
  /**
   * @throws when the pass type is unknown here and the database does not answer
   */
  find(passTypeId: string): Promise<{ customerId: string; configurationId: string } | undefined>
  /** Has a configuration that has committed count in this process at once. */
  refresh(): Promise<void>
}

/** How old the directory may get before a request has it refreshed; at once for an unknown pass type, but bounded. */
const freshForMs = 30_000
const freshForUnknownMs = 1_000

/** Loads all pass types of the installation. */
export async function openWalletDirectory(options: { db: Db; keys: Keys; clock: Clock }): Promise<WalletDirectory> {
  const { db, keys, clock } = options
  const owners = new Map<string, { customerId: string; configurationId: string }>()

  const load = async (at: Date): Promise<void> => {
    const passTypes = await listPassTypes(db)
    // Whoever finds a pass type goes on to check phones' tokens for it.
    const isKnown = ({ customerId, passTypeId }: (typeof passTypes)[number]) =>
      keys.accepted('phoneTokens', customerId, passTypeId, at).length > 0
    if (!passTypes.every(isKnown)) await keys.refresh()
    // A pass type keeps its owner for ever, so loads may end in any order.
    for (const { passTypeId, ...owner } of passTypes) owners.set(passTypeId, owner)
  }
  const begin = () => {
    const at = clock.now()
    const done = load(at)
    // Those who need the result await it; nobody need be there when a refresh in the background fails.
    done.catch(() => {})
    return { at, done }
  }

  let latest = begin()
  await latest.done

  return {
    async find(passTypeId) {
      const known = owners.get(passTypeId)
      const ageMs = clock.now().getTime() - latest.at.getTime()
      if (ageMs >= (known ? freshForMs : freshForUnknownMs)) latest = begin()
      if (known) return known
      await latest.done
      return owners.get(passTypeId)
    },
    refresh() {
      latest = begin()
      return latest.done
    },
  }
}
