import { type Issue, type PassJson, readPass, verifyPass } from '@billfold/pkpass'
import { localizedPass } from './localize.ts'
import { textAt } from './pass-json.ts'
import { isPersonalizable } from './personalization-form.ts'
import { webServiceOf } from './urls.ts'
import type { HeldPass } from './wallet-state.ts'

/** A package that Wallet takes, with what a phone needs to know about it. */
export interface AcceptedPass {
  readonly bytes: Uint8Array
  /** In the phone's language. */
  readonly pass: PassJson
  readonly passTypeIdentifier: string
  readonly serialNumber: string
  /** SHA-256 of manifest.json: two packages with the same one hold the same pass. */
  readonly manifestDigest: string
  /** Where it gets its updates; both null for a pass that never changes. */
  readonly service: Pick<HeldPass, 'webService' | 'authenticationToken'>
  /** Whether it has personalization.json. */
  readonly isPersonalizable: boolean
}

/**
 * Checks a package as PassKit does before it shows it: zip, manifest, signature with signing time, certificate chain to
 * a trusted root and valid then, pass type and team the certificate's, icon, pass.json. Answers with every finding, not
 * the first only. Trusted are Apple's root and `roots` (PEM or DER).
 */
export function acceptPass(
  bytes: Uint8Array,
  options: { readonly at: Date; readonly roots: readonly (string | Uint8Array)[] },
): AcceptedPass | { readonly refusals: readonly Issue[] } {
  const refusals = verifyPass(bytes, options).issues.filter((issue) => issue.severity === 'error')
  if (refusals.length > 0) return { refusals }

  const contents = readPass(bytes)
  const pass = localizedPass(contents)
  const webServiceURL = textAt(pass, 'webServiceURL')
  const authenticationToken = textAt(pass, 'authenticationToken')
  return {
    bytes,
    pass,
    passTypeIdentifier: textAt(pass, 'passTypeIdentifier') ?? '',
    serialNumber: textAt(pass, 'serialNumber') ?? '',
    manifestDigest: contents.manifestDigest,
    isPersonalizable: isPersonalizable(contents),
    service:
      webServiceURL === undefined || authenticationToken === undefined
        ? { webService: null, authenticationToken: null }
        : { webService: webServiceOf(webServiceURL), authenticationToken },
  }
}
