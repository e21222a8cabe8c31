import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { findPasses } from '../../passes/pass.ts'
import type { Trx } from '../../platform/database.ts'
import { rankOf } from '../budget/priorities.ts'
import type { GoogleDeps } from '../deps.ts'
import { digestsOf } from './digest.ts'
import { shownObject } from './shown-object.ts'

/**
 * Begins a walk over the objects of each changed campaign: one row, however many they are. One that is under way begins
 * anew.
 *
 * @param changes the log number of the change, by campaign
 */
export async function startWalks(trx: Trx, customerId: string, changes: ReadonlyMap<string, number>): Promise<void> {
  if (changes.size === 0) return
  await sql`
    insert into google_walks (customer_id, campaign_id, number)
    select ${customerId}, w.campaign_id, w.number
    from unnest(${[...changes.keys()]}::text[], ${[...changes.values()]}::bigint[]) as w (campaign_id, number)
    where exists (select from google_objects o where o.customer_id = ${customerId} and o.campaign_id = w.campaign_id)
    order by w.campaign_id
    on conflict (customer_id, campaign_id) do update set number = excluded.number, after_pass = ''`.execute(trx)
}

const pageSize = 500

/**
 * Looks at the next page of a walk that nobody else is at, and makes those of its objects due that show something else
 * than Google has. What the class tells is none of the objects' business, so many a change makes none due.
 *
 * @returns whether there was one
 */
export function walkStep(deps: GoogleDeps, size = pageSize): Promise<boolean> {
  const { core } = deps
  return core.database.db.transaction().execute(async (trx) => {
    const walk = await trx
      .selectFrom('google_walks')
      .selectAll()
      .orderBy('number')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!walk) return false
    const { customer_id: customerId, campaign_id: campaignId } = walk
    const page = await trx
      .selectFrom('google_objects')
      .select(['pass_id', 'digest'])
      .where('customer_id', '=', customerId)
      .where('campaign_id', '=', campaignId)
      .where('pass_id', '>', walk.after_pass)
      .orderBy('pass_id')
      .limit(size)
      .execute()
    const changed = await changedOf(deps, trx, customerId, page)
    await makeDue(trx, { customerId, number: walk.number }, changed, core.clock.now())
    const last = page.at(-1)
    if (last && page.length === size) {
      await trx
        .updateTable('google_walks')
        .set({ after_pass: last.pass_id })
        .where('customer_id', '=', customerId)
        .where('campaign_id', '=', campaignId)
        .execute()
    } else {
      await trx
        .deleteFrom('google_walks')
        .where('customer_id', '=', customerId)
        .where('campaign_id', '=', campaignId)
        .execute()
    }
    return true
  })
}

/** Between so many passes, phones that ask have their turn. */
const renderedTogether = 10

/** Those of a page that show something else than Google has, or of which that is not known. */
async function changedOf(
  deps: GoogleDeps,
  trx: Trx,
  customerId: string,
  page: readonly { pass_id: string; digest: Buffer | null }[],
): Promise<string[]> {
  const { core } = deps
  const at = core.clock.now()
  const known = page.filter(({ digest }) => digest !== null)
  const passes = await findPasses(
    trx,
    core.keys,
    customerId,
    known.map(({ pass_id }) => pass_id),
  )
  const changed = page.filter(({ digest }) => digest === null).map(({ pass_id }) => pass_id)
  for (const [index, { pass_id, digest }] of known.entries()) {
    if (index % renderedTogether === 0) await setImmediate()
    const pass = passes.get(pass_id)
    const shown = pass && (await shownObject(deps, trx, pass, at))
    // What cannot be shown stays as it is.
    if (pass && shown && !digestsOf(pass).ofResource(shown.object.resource).equals(digest!)) changed.push(pass_id)
  }
  return changed
}

async function makeDue(
  trx: Trx,
  { customerId, number }: { customerId: string; number: number },
  passIds: readonly string[],
  at: Date,
): Promise<void> {
  if (passIds.length === 0) return
  await sql`
    with changed as (
      select pass_id from google_objects
      where customer_id = ${customerId} and pass_id = any(${passIds}::text[]) order by pass_id for no key update
    )
    update google_objects o
    set wanted_number = greatest(o.wanted_number, ${number}::bigint),
        priority = case when o.due_at is null then ${rankOf('broadcast')} else o.priority end,
        due_at = coalesce(o.due_at, ${at}),
        failures = 0
    from changed c where o.customer_id = ${customerId} and o.pass_id = c.pass_id`.execute(trx)
}
