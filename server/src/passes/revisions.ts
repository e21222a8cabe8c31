import { Problem } from '../errors.ts'
import type { Db } from '../platform/database.ts'
import { type CompiledRevision, compileRevision, type RevisionSource } from './content/revision.ts'

/** A published revision, compiled, with what the author wrote beside it. */
export interface Revision {
  readonly number: number
  readonly source: RevisionSource
  readonly compiled: CompiledRevision
}

export interface Revisions {
  /**
   * @param db the caller's transaction if it is in one: waiting for a second connection while holding one would let as
   *   many callers as there are connections wait for each other
   */
  of(db: Db, customerId: string, campaignId: string, number: number): Promise<Revision>
  /** The revision in force at an instant, or undefined before the first one. */
  inForceAt(db: Db, customerId: string, campaignId: string, at: Date): Promise<Revision | undefined>
}

const keptMax = 500

/** Revisions are immutable, so a compiled one is kept; the least recently used go first. */
export function openRevisions(): Revisions {
  const kept = new Map<string, Promise<Revision>>()

  async function load(db: Db, customerId: string, campaignId: string, number: number): Promise<Revision> {
    const row = await db
      .selectFrom('revisions')
      .select('source')
      .where('customer_id', '=', customerId)
      .where('campaign_id', '=', campaignId)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!row) throw new Problem('not_found', `Campaign ${campaignId} has no revision ${number}.`)
    return { number, source: row.source, compiled: compileRevision(row.source) }
  }

  function of(db: Db, customerId: string, campaignId: string, number: number): Promise<Revision> {
    const key = `${customerId}/${campaignId}/${number}`
    const found = kept.get(key)
    kept.delete(key)
    const revision = found ?? load(db, customerId, campaignId, number)
    kept.set(key, revision)
    if (!found) revision.catch(() => kept.delete(key))
    if (kept.size > keptMax) kept.delete(kept.keys().next().value as string)
    return revision
  }

  return {
    of,
    async inForceAt(db, customerId, campaignId, at) {
      const row = await db
        .selectFrom('revisions')
        .select('number')
        .where('customer_id', '=', customerId)
        .where('campaign_id', '=', campaignId)
        .where('published_at', '<=', at)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && of(db, customerId, campaignId, row.number)
    },
  }
}
