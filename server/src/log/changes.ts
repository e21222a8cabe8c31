import type { FollowedEvent } from './follow.ts'

/** The number of the last event of each pass. */
export function changesOfPasses(events: readonly FollowedEvent[]): ReadonlyMap<string, number> {
  return new Map(events.flatMap(({ passId, number }) => (passId === null ? [] : [[passId, number]])))
}

/** The number of the last event of each campaign as a whole. */
export function changesOfCampaigns(events: readonly FollowedEvent[]): ReadonlyMap<string, number> {
  return new Map(
    events.flatMap(({ passId, campaignId, number }) =>
      passId === null && campaignId !== null ? [[campaignId, number]] : [],
    ),
  )
}
