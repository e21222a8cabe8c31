import { X509Certificate } from 'node:crypto'
import { describeNames, issuerNames, subjectNames } from '../der/certificate.ts'
import { type Issue, issueOf } from '../errors.ts'
import { appleRootPem } from '../identity/apple-certificates.ts'
import { validityIssues } from '../identity/certificate-checks.ts'
import { isIssuedBy } from '../identity/intermediate.ts'

const path = 'signature'
/** Without the root. Apple's chains have two. */
const maxChainLength = 5

export interface Chain {
  /** From the leaf up to the trusted root, or as far as it can be followed. */
  readonly chain: readonly X509Certificate[]
  readonly issues: readonly Issue[]
}

/**
 * Follows the issuers from a certificate to a trusted root, through embedded certificates only, as Wallet does. All
 * must be valid at the time, which is that of signing: a pass outlives its certificate.
 */
export function verifyChain(
  leaf: X509Certificate,
  embedded: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  at: Date,
): Chain {
  const anchors = [new X509Certificate(appleRootPem), ...roots]
  const chain = [leaf]
  for (let current = leaf; ; chain.push(current)) {
    const anchor = anchors.find((root) => isIssuedBy(current, root))
    if (anchor) {
      const whole = anchor.raw.equals(current.raw) ? chain : [...chain, anchor]
      return { chain: whole, issues: validity(whole) }
    }
    const issuer = embedded.find((candidate) => !chain.includes(candidate) && isIssuedBy(current, candidate))
    if (!issuer || chain.length === maxChainLength) return { chain, issues: [...validity(chain), brokenChain(chain)] }
    current = issuer
  }

  function validity(certificates: readonly X509Certificate[]): Issue[] {
    return certificates.flatMap((certificate) => validityIssues(certificate, path, at))
  }
}

const trustTheRoot =
  'Sign with a Pass Type ID certificate from the Apple developer account, or trust the root of the development ' +
  'authority that signed: --root, in code `roots`.'

function brokenChain(chain: readonly X509Certificate[]): Issue {
  const last = chain.at(-1)!
  const subject = describeNames(subjectNames(last))
  if (last.checkIssued(last)) {
    return issueOf('ROOT_NOT_TRUSTED', path, `The chain ends at ${subject}, which is not trusted.`, trustTheRoot)
  }
  // An intermediate is embedded, so what misses is the root, which packages leave out and verifiers must know.
  if (chain.length > 1) {
    const root = describeNames(issuerNames(last))
    return issueOf('ROOT_NOT_TRUSTED', path, `The chain ends at ${root}, which is not trusted.`, trustTheRoot)
  }
  return issueOf(
    'CHAIN_INCOMPLETE',
    path,
    `The issuer of ${subject}, ${describeNames(issuerNames(last))}, is neither embedded nor a trusted root.`,
    'Embed the intermediate certificate that issued the pass certificate.',
  )
}
