import { changesOfCampaigns } from '../../log/changes.ts'
import type { FollowedEvent, LogFollower } from '../../log/follow.ts'
import type { Clock } from '../../platform/clock.ts'
import { clearFault } from './faults.ts'
import { installGraceMs } from './schedule.ts'
import { startWalks } from './start-walks.ts'
import { type Want, wantPushes } from './want-pushes.ts'

/**
 * Derives pushes from the log: a visible change of a pass is owed to its phones, one of a campaign is a walk over its
 * passes. What is not visible is none of a phone's business.
 */
export function pushFollower({ clock }: { clock: Clock }): LogFollower {
  return {
    name: 'pushes',
    async follow(trx, customerId, events) {
      const at = clock.now()
      const visible = events.filter((event) => event.visible)
      await wantPushes(trx, customerId, wantsOf(visible, at))
      await startWalks(trx, customerId, changesOfCampaigns(visible), at)
      for (const passTypeId of renewedPassTypes(events)) await clearFault(trx, passTypeId, at)
    },
  }
}

/** One for each pass, however often it changed. */
function wantsOf(events: readonly FollowedEvent[], at: Date): Want[] {
  const wants = new Map<string, Want>()
  for (const { passId, number, type } of events) {
    if (passId === null) continue
    const dueAt = type === 'download' ? new Date(at.getTime() + installGraceMs) : at
    const earlier = wants.get(passId)
    wants.set(passId, { passId, number, dueAt: earlier && earlier.dueAt < dueAt ? earlier.dueAt : dueAt })
  }
  return [...wants.values()]
}

/** Pass types with a new certificate: whatever stopped their pushes may be over. */
function renewedPassTypes(events: readonly FollowedEvent[]): string[] {
  return events.flatMap(({ type, data }) => {
    const { passTypeId } = data as { passTypeId?: string }
    // Google's credentials have none.
    return type === 'wallet.configured' && passTypeId !== undefined ? [passTypeId] : []
  })
}
