import { ContentError } from '../../passes/content/issues.ts'
import type { Core } from '../../passes/core.ts'
import { issuePass } from '../../passes/issue.ts'
import { findPass, type Pass } from '../../passes/pass.ts'
import { flatten, type TokenChanges } from '../../passes/tokens.ts'
import type { ResolvedLink } from './resolve-link.ts'
import { keepShortLink } from './short-links.ts'

/** What an opened link is answered with; the log says it with the event `opened`. */
export type OpenedAs = 'apple' | 'pkpass' | 'browser'

/**
 * Opens a link: makes its recipient's pass or finds it, applies the link's tokens, and notes that it was opened, in one
 * transaction. A page in the browser also gets a short address for the same link. A pass that exists opens whatever the
 * link says: tokens that it could not show are left out, and the event names their places.
 *
 * @throws Problem `not_found`, `campaign_unpublished` or `campaign_archived` when the campaign gives out no passes
 * @throws ContentError when there is no pass yet and the campaign cannot show the link's tokens; then nothing is made
 */
export async function openPass(core: Core, resolved: ResolvedLink, platform: OpenedAs): Promise<OpenedPass> {
  const { link } = resolved
  try {
    return await open(core, resolved, { platform }, flatten(link), link.issuedAt)
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    const { customerId, campaignId, contactId } = link
    if (!(await findPass(core.database.pool, core.keys, customerId, { campaignId, contactId }))) throw error
    const tokensUnfit = [...new Set(error.issues.map(({ path }) => path))]
    return open(core, resolved, { platform, tokensUnfit }, {}, nothingApplied)
  }
}

export interface OpenedPass {
  readonly pass: Pass
  readonly shortCode: string | undefined
}

/** As old as no link is, so that one whose tokens are left out does not count as applied. */
const nothingApplied = new Date(0)

async function open(
  core: Core,
  { link, token }: ResolvedLink,
  data: { platform: OpenedAs; tokensUnfit?: readonly string[] },
  tokens: TokenChanges,
  issuedAt: Date,
): Promise<OpenedPass> {
  const { customerId, campaignId, contactId } = link
  let shortCode: string | undefined
  const { pass } = await issuePass(
    core,
    { customerId, campaignId, contactId, tokens, source: { kind: 'link', issuedAt } },
    async (trx, { id: passId }, at) => {
      if (data.platform === 'browser') shortCode = await keepShortLink(trx, link, token, at)
      return [{ customerId, passId, campaignId, type: 'opened', at, visible: false, data }]
    },
  )
  return { pass, shortCode }
}
