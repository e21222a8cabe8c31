import { type ErrorCode, Problem } from '../../errors.ts'
import { refreshAtMostOnceASecond } from '../../platform/keys.ts'
import type { CampaignDeps } from '../deps.ts'
import { type LinkRefusal, type OpenedLink, openLink } from '../links/token.ts'
import { findShortLink } from './short-links.ts'

export interface ResolvedLink {
  readonly link: OpenedLink
  /** The link's own token, also if a short code was presented. */
  readonly token: string
}

/**
 * Makes the function that finds out what a link says, given its token or its short code.
 *
 * @returns a function that throws Problem `link_invalid`, `link_expired` or `link_revoked`
 */
export function linkResolver({
  core,
  apiKeys,
}: Pick<CampaignDeps, 'core' | 'apiKeys'>): (presented: string) => Promise<ResolvedLink> {
  const { clock, keys, database } = core
  const refresh = refreshAtMostOnceASecond(core)

  /** Another process may have made the link under a key that is newer than those in memory. */
  async function open(token: string, at: Date): Promise<OpenedLink | LinkRefusal> {
    const opened = openLink(keys, token, at)
    return opened === 'unknown_key' && (await refresh()) ? openLink(keys, token, at) : opened
  }

  return async (presented) => {
    const token = presented.includes('.') ? presented : await findShortLink(database.db, presented)
    if (token === undefined) throw refused('invalid')
    const link = await open(token, clock.now())
    if (typeof link === 'string') throw refused(link)
    const revokedAt = apiKeys.revokedAt(link.apiKeyId)
    // Links that the key made before stay good: they are out, and were right when they were made.
    if (revokedAt !== undefined && link.issuedAt >= revokedAt) throw refused('revoked')
    return { link, token }
  }
}

function refused(refusal: LinkRefusal): Problem {
  const { code, detail } = refusals[refusal]
  return new Problem(code, detail)
}

const invalid = {
  code: 'link_invalid',
  detail: 'The link is cut off, was altered, or was not made by this installation.',
} as const

const refusals: Readonly<Record<LinkRefusal, { code: ErrorCode; detail: string }>> = {
  invalid,
  unknown_key: invalid,
  expired: { code: 'link_expired', detail: 'The link was valid until a date that has passed.' },
  revoked: { code: 'link_revoked', detail: 'The key that the link was made with is not accepted any more.' },
}
