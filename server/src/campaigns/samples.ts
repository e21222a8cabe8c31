import type { PassState } from '../passes/content/state.ts'
import { sampleOf, type TokenDeclaration } from '../passes/content/tokens.ts'
import { flatten, merge, nest, type TokenGroups } from '../passes/tokens.ts'

/** A pass that does not exist: the author's samples, with tokens and facts of one's own over them. */
export function stateOfSamples(
  declarations: readonly TokenDeclaration[],
  own: TokenGroups & { facts?: { installedAt?: string; voidedAt?: string; enrolledAt?: string } | undefined } = {},
): PassState {
  const samples = Object.fromEntries(declarations.map((token) => [token.name, sampleOf(token)]))
  const { installedAt, voidedAt, enrolledAt } = own.facts ?? {}
  return {
    tokens: nest(merge(samples, flatten(own))),
    facts: {
      ...(installedAt !== undefined && { installedAt: new Date(installedAt) }),
      ...(voidedAt !== undefined && { voidedAt: new Date(voidedAt) }),
      ...(enrolledAt !== undefined && { enrolledAt: new Date(enrolledAt) }),
    },
  }
}
