import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Path } from './merge-patch.ts'

/** All places that a campaign's class and objects ever had: see merge-patch.ts. */
export interface Paths {
  /**
   * Has places remembered before something with them is sent, so that they can be removed again.
   *
   * @param known those that were remembered when the sending was claimed
   * @returns all of them
   */
  keep(
    campaign: { customerId: string; campaignId: string },
    side: 'class' | 'object',
    present: readonly Path[],
    known: readonly Path[],
  ): Promise<ReadonlySet<Path>>
}

/** Campaigns of which this process remembers what it has had remembered. */
const mostCampaigns = 1000

export function openPaths(db: Db): Paths {
  const kept = new Map<string, Set<Path>>()
  const keptOf = (place: string): Set<Path> => {
    const paths = kept.get(place) ?? new Set()
    kept.delete(place)
    kept.set(place, paths)
    if (kept.size > mostCampaigns) kept.delete(kept.keys().next().value as string)
    return paths
  }

  return {
    async keep({ customerId, campaignId }, side, present, known) {
      const all = keptOf(`${customerId} ${campaignId} ${side}`)
      for (const path of known) all.add(path)
      const fresh = present.filter((path) => !all.has(path))
      if (fresh.length > 0) {
        const column = sql.ref(side === 'class' ? 'class_paths' : 'object_paths')
        await sql`
          update google_classes
          set ${column} = (select array_agg(distinct path order by path) from unnest(${column} || ${fresh}::text[]) as path)
          where customer_id = ${customerId} and campaign_id = ${campaignId}`.execute(db)
        for (const path of fresh) all.add(path)
      }
      return all
    },
  }
}
