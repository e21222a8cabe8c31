import { CompiledQuery } from 'kysely'
import { eventInsert, eventValues, type NewEvent } from '../log/append.ts'
import type { EventType } from '../log/event-types.ts'
import { type Trx, type Updateable, write } from '../platform/database.ts'
import type { Core } from './core.ts'
import type { Pass } from './pass.ts'
import { shownText, showText } from './shown.ts'
import type { PassesTable } from './tables.ts'
import { scheduleTransitions } from './transitions.ts'

export interface PassChange {
  /** The pass as it will be. */
  readonly next: Pass
  /** Whether to refuse what cannot be shown: tokens are somebody's choice, facts happen whatever the tokens are. */
  readonly mustShow: boolean
  /** The columns that differ. */
  readonly columns: Updateable<PassesTable>
  readonly event: { readonly type: EventType; readonly data?: object; readonly sealed?: Buffer }
}

/**
 * Writes a change of a locked pass: its row, its event, and the jobs for what its new facts will turn later. The event
 * counts as visible only if the content differs, since phones penalise pushes that change nothing.
 *
 * @returns whether wallets will show something else
 * @throws ContentError when it must show and cannot; nothing is written then
 */
export async function changePass(core: Core, trx: Trx, pass: Pass, change: PassChange, at: Date): Promise<boolean> {
  const { compiled } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
  const next = (change.mustShow ? showText : shownText)(compiled, change.next, at)
  const visible = shownText(compiled, pass, at) !== next
  const event = {
    ...change.event,
    customerId: pass.customerId,
    passId: pass.id,
    campaignId: pass.campaignId,
    at,
    visible,
    judgedRevision: pass.revision,
  }
  await writeChange(trx, pass, change.columns, event)
  await scheduleTransitions(core, trx, change.next, compiled, at)
  return visible
}

/** One statement for the row and its event: this is the path that every change of every pass takes. */
async function writeChange(trx: Trx, pass: Pass, columns: PassChange['columns'], event: NewEvent): Promise<void> {
  const values: unknown[] = [pass.customerId, pass.id, ...Object.values(columns)]
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 3}`)
  const text = `with changed as (update passes set ${assignments.join(', ')} where customer_id = $1 and id = $2)
    ${eventInsert(values.length + 1)}`
  await write(trx, CompiledQuery.raw(text, [...values, ...eventValues(event)]))
}
