import { verify } from 'node:crypto'
import type { Reason } from './reasons.ts'

/** A key with which a team signs provider tokens, as its developer account knows it. */
export interface ProviderKey {
  readonly keyId: string
  readonly teamId: string
  /** P-256, SPKI as PEM. */
  readonly publicKeyPem: string
}

const oldestMs = 3_600_000
/** A sender's clock may be a little ahead of ours. */
const aheadMs = 60_000

/**
 * Judges the provider token in an `authorization` header (Apple, *Establishing a token-based connection to APNs*): a JWT
 * signed with ES256, `kid` and `iss` those of a known key, `iat` at most an hour old.
 */
export function judgeProviderToken(
  authorization: string | undefined,
  keys: readonly ProviderKey[],
  at: Date,
): { readonly token: string } | { readonly refusal: Reason } {
  if (authorization === undefined) return { refusal: 'MissingProviderToken' }
  const token = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1]
  if (token === undefined) return { refusal: 'InvalidProviderToken' }

  const [headerPart = '', claimsPart = '', signaturePart = ''] = token.split('.')
  const header = decode(headerPart)
  const claims = decode(claimsPart)
  const key = keys.find(({ keyId, teamId }) => keyId === header.kid && teamId === claims.iss)
  if (header.alg !== 'ES256' || !key || typeof claims.iat !== 'number') return { refusal: 'InvalidProviderToken' }
  const genuine = verify(
    'sha256',
    Buffer.from(`${headerPart}.${claimsPart}`),
    { key: key.publicKeyPem, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signaturePart, 'base64url'),
  )
  const ageMs = at.getTime() - claims.iat * 1_000
  if (!genuine || ageMs < -aheadMs) return { refusal: 'InvalidProviderToken' }
  return ageMs > oldestMs ? { refusal: 'ExpiredProviderToken' } : { token }
}

/** The JSON object in a part of a JWT; an empty one if there is none. */
function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
