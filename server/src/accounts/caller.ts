import type { Scope } from './scopes.ts'

/** Who makes a request: the customer of the API key, and what the key allows. */
export interface Caller {
  readonly customerId: string
  readonly keyId: string
  readonly scopes: ReadonlySet<Scope>
  /** The only campaigns that the key may touch; null for all. */
  readonly campaignIds: readonly string[] | null
  readonly notAfter: Date | null
}

export const hasScope = (caller: Caller, scope: Scope): boolean =>
  caller.scopes.has('admin') || caller.scopes.has(scope)
