import { isDeepStrictEqual } from 'node:util'
import type { AccountPass } from '../google/wallets.ts'

export interface PassChange {
  readonly kind: 'added' | 'changed' | 'removed'
  /** As it is now, or was last. */
  readonly pass: AccountPass
}

/** What has become of the passes in a wallet: what is gone first, then the others in their order. */
export function changesBetween(before: readonly AccountPass[], after: readonly AccountPass[]): readonly PassChange[] {
  const old = byId(before)
  const now = byId(after)
  const gone = before.filter(({ object }) => !now.has(object.id)).map((pass): PassChange => ({ kind: 'removed', pass }))
  const others = after
    .filter((pass) => !isDeepStrictEqual(old.get(pass.object.id), pass))
    .map((pass): PassChange => ({ kind: old.has(pass.object.id) ? 'changed' : 'added', pass }))
  return [...gone, ...others]
}

function byId(passes: readonly AccountPass[]): ReadonlyMap<unknown, AccountPass> {
  return new Map(passes.map((pass) => [pass.object.id, pass]))
}
