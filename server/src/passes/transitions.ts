import { appendEvents } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import type { Trx } from '../platform/database.ts'
import { contentOf } from './content/content-of.ts'
import type { CompiledRevision } from './content/revision.ts'
import { factTransitionsAfter } from './content/transitions.ts'
import type { Core } from './core.ts'
import { lockPass, type Pass, stateOf } from './pass.ts'
import { hasOwnExpiry, retiresAt } from './retirement.ts'
import { shownText, unlessUnfit } from './shown.ts'

export const passTransitionQueue = 'pass-transition'

export interface PassTransition {
  readonly customerId: string
  readonly passId: string
  /** The instant at which a variant is entered or left, ISO 8601. */
  readonly at: string
}

/**
 * Sends a delayed job for each instant at which the pass's own facts turn its content, in the causing transaction.
 * However many changes send it, a pass has one job an instant.
 */
export async function scheduleTransitions(
  core: Core,
  trx: Trx,
  pass: Pass,
  revision: CompiledRevision,
  at: Date,
): Promise<void> {
  const turns = unlessUnfit(() => factTransitionsAfter(revision, stateOf(pass), at)) ?? []
  for (const due of [...turns, ...retirementAfter(pass, revision, at)]) {
    const job: PassTransition = { customerId: pass.customerId, passId: pass.id, at: due.toISOString() }
    await core.jobs.send(trx, passTransitionQueue, job, { at: due, once: `${pass.id} ${job.at}` })
  }
}

/** The instant at which this pass retires, unless all of its campaign do then. */
function retirementAfter(pass: Pass, revision: CompiledRevision, at: Date): readonly Date[] {
  if (pass.voidedAt === null && !hasOwnExpiry(revision.source)) return []
  const retires = unlessUnfit(() => retiresAt(contentOf(revision, stateOf(pass), at), pass.voidedAt))
  return retires !== undefined && retires > at ? [retires] : []
}

/**
 * A transition has come due: if the pass shows something else from that instant on, that is an event. What made the
 * transition may be gone by now (a new revision, other tokens); then the content is the same before and after.
 */
export async function enterTransition(core: Core, job: PassTransition): Promise<void> {
  const due = new Date(job.at)
  await transact(core, job.customerId, async (trx) => {
    const pass = await lockPass(trx, core.keys, job.customerId, { id: job.passId })
    if (!pass) return
    const { compiled } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
    const textAt = (at: Date) => shownText(compiled, pass, at)
    if (textAt(new Date(due.getTime() - 1)) === textAt(due)) return
    await appendEvents(trx, [
      {
        customerId: pass.customerId,
        passId: pass.id,
        campaignId: pass.campaignId,
        type: 'updated',
        at: core.clock.now(),
        visible: true,
        data: { reason: 'time', due: job.at },
      },
    ])
  })
}
