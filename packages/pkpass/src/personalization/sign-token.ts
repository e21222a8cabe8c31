import { hash } from 'node:crypto'
import { detachedSigner } from '../cms/signed-data.ts'
import { issueOf, PassError, refuseErrors } from '../errors.ts'
import { identityValidityIssues } from '../identity/certificate-checks.ts'
import type { Identity } from '../identity/load-identity.ts'

/**
 * What a phone may have signed: opaque characters, none of which a manifest.json, or anything else in JSON, could begin
 * with. Whoever could have a manifest signed here could make passes of this certificate.
 */
const signable = /^[A-Za-z0-9+/=_.:-]{1,512}$/

/** Whether a value is a personalization token that may be signed. */
export function isPersonalizationToken(value: unknown): value is string {
  return typeof value === 'string' && signable.test(value)
}

/**
 * The answer to a phone whose holder enrols: a detached CMS signature over the UTF-8 bytes of the token that it sent
 * (Apple, *Return a Personalized Pass*), in DER, to be sent as `application/octet-stream`.
 *
 * @param options.signingTime now unless given
 * @throws PassError `SIGNING_REFUSED` if the token could be something else than one, or the certificate is not valid then
 */
export async function signPersonalizationToken(
  identity: Identity,
  token: string,
  { signingTime = new Date() }: { readonly signingTime?: Date | undefined } = {},
): Promise<Uint8Array> {
  if (!isPersonalizationToken(token)) {
    const message = 'It is no token of a phone: those have 1 to 512 letters, digits and characters of + / = _ . : -'
    const fix = 'Sign nothing but the personalizationToken of a request, and refuse the request with this one.'
    throw new PassError('SIGNING_REFUSED', [issueOf('PERSONALIZATION_TOKEN_UNSAFE', 'token', message, fix)])
  }
  refuseErrors('SIGNING_REFUSED', identityValidityIssues(identity, signingTime))
  return detachedSigner(identity)(hash('sha256', token, 'buffer'), signingTime)
}
