import type { PassContent } from '../../passes/content/content.ts'
import { contentOf } from '../../passes/content/content-of.ts'
import { sampleOf } from '../../passes/content/tokens.ts'
import type { Core } from '../../passes/core.ts'
import { type Pass, stateOf } from '../../passes/pass.ts'
import { nest, splitPersonal, type Tokens } from '../../passes/tokens.ts'

/** What a pass shows, with the author's samples in place of everything personal: a page may be seen over a shoulder. */
export async function contentForAnybody(core: Core, pass: Pass, at: Date): Promise<PassContent> {
  const { compiled } = await core.revisions.of(core.database.db, pass.customerId, pass.campaignId, pass.revision)
  const samples: Tokens = Object.fromEntries(
    compiled.tokens.filter((token) => token.personal).map((token) => [token.name, sampleOf(token)]),
  )
  const { plain } = splitPersonal(pass.tokens, compiled.tokens)
  return contentOf(compiled, { ...stateOf(pass), tokens: nest({ ...samples, ...plain }) }, at)
}
