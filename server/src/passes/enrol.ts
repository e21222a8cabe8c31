import type { Trx } from '../platform/database.ts'
import { changePass } from './change.ts'
import { writtenTokens } from './change-tokens.ts'
import type { Core } from './core.ts'
import type { Pass } from './pass.ts'
import { effective, merge, type TokenChanges, typed } from './tokens.ts'

/**
 * Enrols the holder of a locked pass, once and for all: what was filled in becomes tokens, which no link overwrites, and
 * the pass stops offering the form.
 *
 * @param tokens of the contact, by the form's own choice
 * @param digest names the request, so that it is known when it comes again
 * @throws ContentError when the pass could not be shown with them; nothing is written then
 */
export async function enrolHolder(
  core: Core,
  trx: Trx,
  pass: Pass,
  { tokens, digest, wallet }: { tokens: TokenChanges; digest: Buffer; wallet: string },
  at: Date,
): Promise<void> {
  const { source } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
  const changes = effective(pass.tokens, typed(tokens, source.tokens))
  const next: Pass = {
    ...pass,
    tokens: merge(pass.tokens, changes),
    apiTokens: [...new Set([...pass.apiTokens, ...Object.keys(tokens)])],
    enrolledAt: at,
    enrolmentDigest: digest,
  }
  const { columns, shared, sealed } = writtenTokens(pass, changes, next.tokens, source.tokens)
  await changePass(
    core,
    trx,
    pass,
    {
      next,
      mustShow: true,
      columns: { ...columns, api_tokens: [...next.apiTokens], enrolled_at: at, enrolment_digest: digest },
      event: { type: 'enrolled', data: { wallet, tokens: shared }, ...(sealed && { sealed }) },
    },
    at,
  )
}
