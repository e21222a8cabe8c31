import type { FieldError } from '../errors.ts'
import { invalidRequest } from '../platform/request-validator.ts'
import { type TokenDeclaration, tokenIssue, tokenValue } from './content/tokens.ts'
import type { Core } from './core.ts'
import type { TokenChanges } from './tokens.ts'

/**
 * Refuses tokens that the campaign's published revision does not declare, all at once and with values beside them that
 * are of the wrong type: a misspelt name would otherwise be kept and never shown. Wrong types by themselves, and an
 * unpublished campaign, are left to the caller's own refusal.
 */
export async function checkDeclared(
  core: Core,
  customerId: string,
  campaignId: string,
  tokens: TokenChanges,
): Promise<void> {
  const campaign = await core.database.db
    .selectFrom('campaigns')
    .select('revision')
    .where('customer_id', '=', customerId)
    .where('id', '=', campaignId)
    .executeTakeFirst()
  if (!campaign?.revision) return
  const { source } = await core.revisions.of(core.database.db, customerId, campaignId, campaign.revision)
  const declared = source.tokens.map((token) => token.name)
  const fix = declared.length === 0 ? 'The campaign declares no tokens.' : `Declared are: ${declared.join(', ')}.`
  const errors = Object.keys(tokens)
    .filter((name) => !declared.some((known) => known === name))
    .map(
      (name): FieldError => ({
        path: pathOf(name),
        code: 'token_unknown',
        message: 'is no token of this campaign',
        fix,
      }),
    )
  if (errors.length > 0) throw invalidRequest([...errors, ...misfits(source.tokens, tokens)])
}

function misfits(declarations: readonly TokenDeclaration[], tokens: TokenChanges): FieldError[] {
  return declarations.flatMap((declaration) => {
    const value = tokens[declaration.name]
    if (value === undefined || value === null || tokenValue(declaration, value) !== undefined) return []
    return [tokenIssue(declaration, value, pathOf(declaration.name))]
  })
}

/** In the body of a request. */
const pathOf = (name: string) => `/${name.replace('.', '/')}`
