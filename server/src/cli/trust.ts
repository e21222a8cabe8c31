import type { Issue, IssueCode } from '@billfold/pkpass'

const distrust: readonly string[] = ['CHAIN_INCOMPLETE', 'ROOT_NOT_TRUSTED'] satisfies IssueCode[]

/** What to do about a pass that is refused because nobody trusts the authority behind it; undefined for others. */
export function trustHint(issues: readonly Issue[]): string | undefined {
  if (!issues.some(({ code }) => distrust.includes(code))) return undefined
  return (
    'A pass of a test authority is trusted if you name its root with --root. In the data folder, that of ' +
    '`billfold serve --demo` is demo/authority/root.pem, that of `billfold certificate develop` authority/root.pem.'
  )
}
