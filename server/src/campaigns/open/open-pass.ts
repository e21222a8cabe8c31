import type { CampaignIssuer } from '../../google/open/issuer-of.ts'
import { type OpenedObject, openObject } from '../../google/sync/want.ts'
import { ContentError } from '../../passes/content/issues.ts'
import type { Core } from '../../passes/core.ts'
import { issuePass } from '../../passes/issue.ts'
import { findPass, type Pass } from '../../passes/pass.ts'
import { flatten, type TokenChanges } from '../../passes/tokens.ts'
import type { ResolvedLink } from './resolve-link.ts'
import { keepShortLink } from './short-links.ts'

/** What an opened link is answered with; the log says it with the event `opened`. */
export type OpenedAs = 'apple' | 'pkpass' | 'google' | 'browser'

/** How a link is opened. */
export interface Opening {
  readonly platform: OpenedAs
  /** Whose pass it is at Google: for whoever wants it there, it is to be made there. */
  readonly issuer?: CampaignIssuer | undefined
  /** Whether a page opens it by itself once more, which is not somebody's opening it again. */
  readonly again?: boolean
}

/**
 * Opens a link: makes its recipient's pass or finds it, applies the link's tokens, and notes that it was opened, in one
 * transaction. A page in the browser also gets a short address for the same link, and Google is to have the pass if it
 * is wanted there. A pass that exists opens whatever the
 * link says: tokens that it could not show are left out, and the event names their places.
 *
 * @throws Problem `not_found`, `campaign_unpublished` or `campaign_archived` when the campaign gives out no passes
 * @throws ContentError when there is no pass yet and the campaign cannot show the link's tokens; then nothing is made
 */
export async function openPass(core: Core, resolved: ResolvedLink, opening: Opening): Promise<OpenedPass> {
  const { link } = resolved
  const { platform } = opening
  try {
    return await open(core, resolved, opening, { platform }, flatten(link), link.issuedAt)
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    const { customerId, campaignId, contactId } = link
    if (!(await findPass(core.database.pool, core.keys, customerId, { campaignId, contactId }))) throw error
    const tokensUnfit = [...new Set(error.issues.map(({ path }) => path))]
    return open(core, resolved, opening, { platform, tokensUnfit }, {}, nothingApplied)
  }
}

export interface OpenedPass {
  readonly pass: Pass
  readonly shortCode: string | undefined
  /** What Google knows of it, if it is wanted there. */
  readonly googleObject: OpenedObject | undefined
}

/** As old as no link is, so that one whose tokens are left out does not count as applied. */
const nothingApplied = new Date(0)

async function open(
  core: Core,
  { link, token }: ResolvedLink,
  { platform, issuer, again = false }: Opening,
  data: { platform: OpenedAs; tokensUnfit?: readonly string[] },
  tokens: TokenChanges,
  issuedAt: Date,
): Promise<OpenedPass> {
  const { customerId, campaignId, contactId } = link
  let shortCode: string | undefined
  let googleObject: OpenedObject | undefined
  const { pass } = await issuePass(
    core,
    { customerId, campaignId, contactId, tokens, source: { kind: 'link', issuedAt } },
    async (trx, opened, at) => {
      if (platform === 'browser') shortCode = await keepShortLink(trx, link, token, at)
      if (platform === 'google' && issuer) googleObject = await openObject(trx, opened, issuer, at)
      return again ? [] : [{ customerId, passId: opened.id, campaignId, type: 'opened', at, visible: false, data }]
    },
  )
  return { pass, shortCode, googleObject }
}
