import type { ReviewIssue } from './issues.ts'
import { pointerOf } from './issues.ts'
import type { PassState } from './state.ts'
import { splitTokenName, type TokenDeclaration, tokenIssue, tokenValue } from './tokens.ts'

type Values = { [name: string]: string | number | boolean | undefined }

/** What templates see: the declared tokens, the pass's facts and the time. None of it has a prototype. */
export interface Scope {
  readonly contact: Readonly<Values>
  readonly voucher: Readonly<Values>
  /** ISO 8601 in UTC. */
  readonly facts: { readonly installedAt: string | undefined; readonly voidedAt: string | undefined }
  /** ISO 8601 in UTC. */
  readonly at: string
}

/**
 * The data of a pass at a moment. Of its tokens only the declared ones are taken, each by its declared type; one without a
 * value has its default. A fact that lies after `at` has not happened yet.
 * @param issues takes a line for each value that is not of its token's type
 */
export function scopeOf(tokens: readonly TokenDeclaration[], state: PassState, at: Date, issues: ReviewIssue[]): Scope {
  const values: { readonly contact: Values; readonly voucher: Values } = {
    contact: Object.create(null),
    voucher: Object.create(null),
  }
  for (const declaration of tokens) {
    const [group, name] = splitTokenName(declaration.name)
    const own = Object.hasOwn(state.tokens[group], name) ? state.tokens[group][name] : undefined
    const given = own ?? declaration.default
    const value = tokenValue(declaration, given)
    if (value === undefined && given !== undefined) {
      issues.push(tokenIssue(declaration, given, pointerOf(['tokens', group, name])))
    }
    values[group][name] = value
  }
  const happened = (fact: Date | undefined) => (fact !== undefined && fact <= at ? fact.toISOString() : undefined)
  return Object.assign(Object.create(null), {
    ...values,
    facts: Object.assign(Object.create(null), {
      installedAt: happened(state.facts.installedAt),
      voidedAt: happened(state.facts.voidedAt),
    }),
    at: at.toISOString(),
  })
}
