import type { Trx } from '../platform/database.ts'
import { changePass } from './change.ts'
import { sealTokens } from './contact.ts'
import type { TokenDeclaration } from './content/revision.ts'
import type { Core } from './core.ts'
import type { Pass } from './pass.ts'
import { effective, merge, splitPersonal, type TokenChanges, type Tokens, typed } from './tokens.ts'

/** Who sets tokens. A link carries the time it was made; an API call is always the newest word. */
export type ChangeSource = { readonly kind: 'api' } | { readonly kind: 'link'; readonly issuedAt: Date }

/**
 * Sets tokens of a locked pass. A link's apply only if it is newer than the last one applied, and never over a value
 * that an API call has set.
 *
 * @throws ContentError when the pass could not be shown with them
 */
export async function changeTokens(
  core: Core,
  trx: Trx,
  pass: Pass,
  tokens: TokenChanges,
  source: ChangeSource,
  at: Date,
): Promise<{ pass: Pass; visible: boolean }> {
  const allowed = source.kind === 'api' ? tokens : allowedToLink(pass, tokens, source.issuedAt)
  if (allowed === undefined) return { pass, visible: false }
  const { source: authored } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
  const changes = effective(pass.tokens, typed(allowed, authored.tokens))
  const next: Pass = {
    ...pass,
    tokens: merge(pass.tokens, changes),
    apiTokens: source.kind === 'api' ? [...new Set([...pass.apiTokens, ...Object.keys(tokens)])] : pass.apiTokens,
    linkIssuedAt: source.kind === 'link' ? source.issuedAt : pass.linkIssuedAt,
  }
  if (Object.keys(changes).length === 0) {
    await rememberSource(trx, next)
    return { pass: next, visible: false }
  }
  const { columns, shared, sealed } = writtenTokens(pass, changes, next.tokens, authored.tokens)
  const visible = await changePass(
    core,
    trx,
    pass,
    {
      next,
      mustShow: true,
      columns: { ...columns, api_tokens: [...next.apiTokens], link_issued_at: next.linkIssuedAt },
      event: {
        type: 'updated',
        data: { reason: 'tokens', tokens: shared, source: source.kind },
        ...(sealed && { sealed }),
      },
    },
    at,
  )
  return { pass: { ...next, changePending: pass.changePending || visible }, visible }
}

/**
 * How tokens of a pass are written down: its columns with all of them, and of the changes what an event may say to
 * others (`shared`) and what only the past is folded from (`sealed`).
 */
export function writtenTokens(
  { contactKey, id }: Pass,
  changes: TokenChanges,
  tokens: Tokens,
  declarations: readonly TokenDeclaration[],
) {
  const changed = splitPersonal(changes, declarations)
  const kept = splitPersonal(tokens, declarations)
  return {
    columns: { tokens: JSON.stringify(kept.plain), sealed_tokens: sealTokens(contactKey, id, kept.personal) },
    shared: changed.plain,
    sealed: sealTokens(contactKey, id, changed.personal),
  }
}

function allowedToLink(pass: Pass, tokens: TokenChanges, issuedAt: Date): TokenChanges | undefined {
  if (pass.linkIssuedAt !== null && issuedAt <= pass.linkIssuedAt) return undefined
  const setByApi = new Set(pass.apiTokens)
  return Object.fromEntries(Object.entries(tokens).filter(([name]) => !setByApi.has(name)))
}

async function rememberSource(trx: Trx, pass: Pass): Promise<void> {
  await trx
    .updateTable('passes')
    .set({ api_tokens: [...pass.apiTokens], link_issued_at: pass.linkIssuedAt })
    .where('customer_id', '=', pass.customerId)
    .where('id', '=', pass.id)
    .execute()
}
