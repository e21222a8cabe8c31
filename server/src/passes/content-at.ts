import type { PassContent } from './content/content.ts'
import { contentOf } from './content/content-of.ts'
import type { Core } from './core.ts'
import { type Pass, stateOf } from './pass.ts'
import { stateAt } from './past.ts'

/** What a pass shows now: its present tokens and facts through the revision in force. */
export async function contentNow(core: Core, pass: Pass, at: Date): Promise<PassContent> {
  const { compiled } = await core.revisions.of(core.database.db, pass.customerId, pass.campaignId, pass.revision)
  return contentOf(compiled, stateOf(pass), at)
}

/**
 * What a pass showed at an instant of the past, or will show at one of the future if nothing but time happens until
 * then; undefined before it was made.
 */
export async function contentAt(core: Core, pass: Pass, at: Date): Promise<PassContent | undefined> {
  if (at >= core.clock.now()) return contentNow(core, pass, at)
  const state = await stateAt(core.database.db, pass, at)
  const revision = state && (await core.revisions.inForceAt(core.database.db, pass.customerId, pass.campaignId, at))
  return revision && contentOf(revision.compiled, state, at)
}
