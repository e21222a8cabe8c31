import type pg from 'pg'
import { entriesOfPhones } from '../apple/push/story-entries.ts'
import { entriesOfGoogle } from '../google/sync/story-entries.ts'
import type { Pass } from '../passes/pass.ts'
import { eventsOfPass, type StoryEntry } from '../passes/story.ts'
import type { Db } from '../platform/database.ts'

/** The story of one pass in both wallets, by time. What happened at the same time stays in the order of cause and effect. */
export async function timelineOf({ db, pool }: { db: Db; pool: pg.Pool }, pass: Pass): Promise<StoryEntry[]> {
  const parts = await Promise.all([eventsOfPass(pool, pass), entriesOfGoogle(db, pass), entriesOfPhones(pool, pass)])
  return parts.flat().sort((a, b) => a.at.getTime() - b.at.getTime())
}
