import type { PassContent } from '../../passes/content/content.ts'
import { contentOf } from '../../passes/content/content-of.ts'
import type { Core } from '../../passes/core.ts'
import type { Pass } from '../../passes/pass.ts'
import { stateForAnybody } from '../../passes/state-for-anybody.ts'

/** What a pass shows, with the author's samples in place of everything personal: a page may be seen over a shoulder. */
export async function contentForAnybody(core: Core, pass: Pass, at: Date): Promise<PassContent> {
  const { compiled } = await core.revisions.of(core.database.db, pass.customerId, pass.campaignId, pass.revision)
  return contentOf(compiled, stateForAnybody(compiled, pass), at)
}
