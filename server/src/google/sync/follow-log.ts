import { changesOfCampaigns, changesOfPasses } from '../../log/changes.ts'
import type { FollowedEvent, LogFollower } from '../../log/follow.ts'
import type { Clock } from '../../platform/clock.ts'
import { clearFault } from './faults.ts'
import { startWalks } from './walk.ts'
import { wantClasses, wantObjects } from './want.ts'

/**
 * Derives from the log what Google should have: a visible change of a pass is owed to its object, one of a campaign to
 * its class, and a walk finds which of its objects look different. What is not visible is none of Google's business.
 */
export function googleFollower({ clock }: { clock: Clock }): LogFollower {
  return {
    name: 'google',
    async follow(trx, customerId, events) {
      const at = clock.now()
      const visible = events.filter((event) => event.visible)
      // In the order in which a walk locks: its own row, then objects.
      await startWalks(trx, customerId, changesOfCampaigns(visible))
      await wantClasses(trx, customerId, changesOfCampaigns(events.filter(concernsClass)), at)
      await wantObjects(trx, customerId, changesOfPasses(visible), at)
      for (const configurationId of renewed(events)) await clearFault(trx, { customerId, configurationId })
    },
  }
}

/** A campaign that is given a configuration of Google after it was published has its class from then on. */
const concernsClass = ({ visible, type }: FollowedEvent): boolean => visible || type === 'campaign.changed'

/** Configurations with a new key: whatever stopped them may be over. */
function renewed(events: readonly FollowedEvent[]): string[] {
  return events
    .filter(({ type }) => type === 'wallet.configured')
    .map(({ data }) => (data as { walletConfigurationId: string }).walletConfigurationId)
}
