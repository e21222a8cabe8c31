import { randomBytes } from 'node:crypto'
import type { Clock } from '../../phone/phone.ts'
import type { ServiceAccount, State } from '../state.ts'
import { type JwtFault, openServiceAccountJwt } from './service-account-jwt.ts'

export const walletScope = 'https://www.googleapis.com/auth/wallet_object.issuer'

/** The grant that service accounts use (RFC 7523). */
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** The audience of assertions for Google itself, wherever its virtual one listens. */
const googleTokenUrl = 'https://oauth2.googleapis.com/token'
const longestSeconds = 3_600
/** Google takes clocks that are a little off. */
const leewaySeconds = 300

/** What the token endpoint gives: an access token, or an error of RFC 6749 §5.2. */
export type TokenAnswer =
  | { readonly access_token: string; readonly expires_in: number; readonly token_type: 'Bearer' }
  | { readonly error: string; readonly error_description: string }

export interface Tokens {
  /** Judges a token request, given as a form. */
  grant(form: URLSearchParams): Promise<TokenAnswer>
  /** Whose access token this is; undefined for one that is not known or not valid any more. */
  accountOf(accessToken: string): ServiceAccount | undefined
  /** Makes every access token invalid. */
  expireAll(): void
}

interface Granted {
  readonly email: string
  readonly expiresAtMs: number
}

/** The token endpoint (Google, *Using OAuth 2.0 for server to server applications*). */
export function openTokens(state: State, clock: Clock, tokenUrl: () => string): Tokens {
  const granted = new Map<string, Granted>()

  async function grant(form: URLSearchParams): Promise<TokenAnswer> {
    const grantType = form.get('grant_type')
    if (grantType !== jwtBearer) return refusal('unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`)
    const assertion = form.get('assertion')
    if (!assertion) return refusal('invalid_request', 'Missing required parameter: assertion')
    const opened = await openServiceAccountJwt(state, assertion)
    if ('fault' in opened) return refusal('invalid_grant', faults[opened.fault])
    const { account, claims } = opened
    // A key file may be older than the address at which the virtual Google listens now.
    const audiences = [tokenUrl(), googleTokenUrl, ...account.keys.map((key) => key.tokenUrl)]
    if (!audiences.includes(String(claims.aud))) {
      return refusal('invalid_grant', `Invalid JWT: Failed audience check. The right audience is ${tokenUrl()}`)
    }
    if (!isTimely(claims.iat, claims.exp, clock.now())) {
      return refusal(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
          'Check your iat and exp values in the JWT claim.',
      )
    }
    const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : []
    if (!scopes.includes(walletScope)) {
      return refusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.')
    }
    return give(account)
  }

  function give(account: ServiceAccount): TokenAnswer {
    const nowMs = clock.now().getTime()
    for (const [token, { expiresAtMs }] of granted) if (expiresAtMs <= nowMs) granted.delete(token)
    const token = `ya29.c.${randomBytes(96).toString('base64url')}`
    granted.set(token, { email: account.email, expiresAtMs: nowMs + longestSeconds * 1_000 })
    return { access_token: token, expires_in: longestSeconds - 1, token_type: 'Bearer' }
  }

  return {
    grant,
    accountOf(accessToken) {
      const found = granted.get(accessToken)
      if (!found || found.expiresAtMs <= clock.now().getTime()) return undefined
      return state.serviceAccounts.get(found.email)
    },
    expireAll: () => granted.clear(),
  }
}

const faults: Readonly<Record<JwtFault, string>> = {
  malformed: 'Bad Request',
  'unknown-issuer': 'Invalid grant: account not found',
  'bad-signature': 'Invalid JWT Signature.',
}

function isTimely(iat: unknown, exp: unknown, at: Date): boolean {
  if (!Number.isInteger(iat) || !Number.isInteger(exp)) return false
  const now = at.getTime() / 1_000
  const [from, until] = [Number(iat), Number(exp)]
  return until > from && until - from <= longestSeconds && from <= now + leewaySeconds && until > now
}

function refusal(error: string, description: string): TokenAnswer {
  return { error, error_description: description }
}
