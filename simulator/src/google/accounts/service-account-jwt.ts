import { createPublicKey } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import { isObject, type JsonObject } from '../../json.ts'
import type { ServiceAccount, State } from '../state.ts'

/** A JWT that a service account has signed with one of its keys (RS256), whatever it claims. */
export interface SignedByServiceAccount {
  readonly account: ServiceAccount
  readonly header: JsonObject
  readonly claims: JsonObject
}

export type JwtFault = 'malformed' | 'unknown-issuer' | 'bad-signature'

/** Finds the service account by `iss` and checks the signature; a `kid` must be that of the key. */
export async function openServiceAccountJwt(
  state: State,
  jwt: string,
): Promise<SignedByServiceAccount | { readonly fault: JwtFault }> {
  const parts = decoded(jwt)
  if (!parts) return { fault: 'malformed' }
  const { header, claims } = parts
  const account = typeof claims.iss === 'string' ? state.serviceAccounts.get(claims.iss) : undefined
  if (!account) return { fault: 'unknown-issuer' }
  const keys = account.keys.filter(({ keyId }) => header.kid === undefined || header.kid === keyId)
  for (const { publicKeyPem } of keys) {
    if (await isSignedBy(jwt, publicKeyPem)) return { account, header, claims }
  }
  return { fault: 'bad-signature' }
}

function decoded(jwt: string): { readonly header: JsonObject; readonly claims: JsonObject } | undefined {
  try {
    const header: unknown = decodeProtectedHeader(jwt)
    const claims: unknown = decodeJwt(jwt)
    return isObject(header) && isObject(claims) ? { header, claims } : undefined
  } catch {
    return undefined
  }
}

async function isSignedBy(jwt: string, publicKeyPem: string): Promise<boolean> {
  try {
    await compactVerify(jwt, createPublicKey(publicKeyPem), { algorithms: ['RS256'] })
    return true
  } catch {
    return false
  }
}
