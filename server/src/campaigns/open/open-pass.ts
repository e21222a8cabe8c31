import type { Core } from '../../passes/core.ts'
import { issuePass } from '../../passes/issue.ts'
import type { Pass } from '../../passes/pass.ts'
import { flatten } from '../../passes/tokens.ts'
import type { ResolvedLink } from './resolve-link.ts'
import { keepShortLink } from './short-links.ts'

/** What an opened link is answered with; the log says it with the event `opened`. */
export type OpenedAs = 'apple' | 'pkpass' | 'browser'

/**
 * Opens a link: makes its recipient's pass or finds it, applies the link's tokens, and notes that it was opened, in one
 * transaction. A page in the browser also gets a short address for the same link.
 *
 * @throws Problem `not_found`, `campaign_unpublished` or `campaign_archived` when the campaign gives out no passes
 * @throws ContentError when the campaign cannot show the link's tokens; then nothing is made
 */
export async function openPass(
  core: Core,
  { link, token }: ResolvedLink,
  platform: OpenedAs,
): Promise<{ pass: Pass; shortCode: string | undefined }> {
  const { customerId, campaignId, contactId, issuedAt } = link
  let shortCode: string | undefined
  const { pass } = await issuePass(
    core,
    { customerId, campaignId, contactId, tokens: flatten(link), source: { kind: 'link', issuedAt } },
    async (trx, { id: passId }, at) => {
      if (platform === 'browser') shortCode = await keepShortLink(trx, link, token, at)
      return [{ customerId, passId, campaignId, type: 'opened', at, visible: false, data: { platform } }]
    },
  )
  return { pass, shortCode }
}
