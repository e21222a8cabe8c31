import { importPKCS8, SignJWT } from 'jose'
import type { IssuerRequest, ServiceAccountKey } from '../google/accounts/console.ts'
import { openVirtualGoogle, type VirtualGoogle, type VirtualGoogleOptions } from '../google/virtual-google.ts'
import type { AccountWallet } from '../google/wallets.ts'
import type { JsonObject } from '../json.ts'
import { handClock } from './development-passes.ts'

const scope = 'https://www.googleapis.com/auth/wallet_object.issuer'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they like
  readonly body: any
}

/** A virtual Google with an issuer, and a client that speaks for the issuer's service account. */
export interface TestGoogle extends AsyncDisposable {
  readonly google: VirtualGoogle
  readonly clock: ReturnType<typeof handClock>
  readonly issuerId: string
  readonly key: ServiceAccountKey
  /** Calls the API with an access token; `path` follows `/walletobjects/v1/`. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /** Asks for an access token with an assertion whose claims are as they should be, but for these. */
  token(claims?: JsonObject, key?: ServiceAccountKey): Promise<ApiAnswer>
  /** A JWT for a save link, all as it should be but for these claims. */
  saveJwt(payload: JsonObject, claims?: JsonObject): Promise<string>
  /** Opens a save link, and saves if an account is given, as the virtual phone does. */
  save(jwt: string, account?: string): Promise<ApiAnswer>
  /** Uploads something; `path` follows `/upload/walletobjects/v1/`. */
  upload(path: string, body: string | Uint8Array<ArrayBuffer>, type: string): Promise<ApiAnswer>
  /** What a phone gets of an account's wallet. */
  wallet(account: string): Promise<AccountWallet>
  id(suffix: string): string
}

export async function openTestGoogle(
  options: Partial<VirtualGoogleOptions> = {},
  request: IssuerRequest = {},
): Promise<TestGoogle> {
  const clock = handClock()
  const google = await openVirtualGoogle({
    clock,
    requestsPerSecond: null,
    callbackRetryWaitsMs: [],
    ...options,
  })
  const { issuerId, serviceAccountKey: key } = await google.createIssuer(request)
  const seconds = () => Math.floor(clock.now().getTime() / 1_000)
  let granted = { accessToken: '', untilMs: 0 }

  async function token(claims: JsonObject = {}, own = key): Promise<ApiAnswer> {
    const assertion = await sign(own, {
      iss: own.client_email,
      scope,
      aud: own.token_uri,
      iat: seconds(),
      exp: seconds() + 3_600,
      ...claims,
    })
    return requestToken(google.tokenUrl, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    })
  }

  async function accessToken(): Promise<string> {
    const nowMs = clock.now().getTime()
    if (granted.untilMs <= nowMs) {
      granted = { accessToken: (await token()).body.access_token, untilMs: nowMs + 3_000_000 }
    }
    return granted.accessToken
  }

  return {
    google,
    clock,
    issuerId,
    key,
    id: (suffix) => `${issuerId}.${suffix}`,
    token,
    async upload(path, body, type) {
      const headers = { Authorization: `Bearer ${await accessToken()}`, 'Content-Type': type }
      return answerOf(
        await fetch(`${google.apiUrl}/upload/walletobjects/v1/${path}`, { method: 'POST', headers, body }),
      )
    },
    async wallet(account) {
      return (await (await fetch(`${google.walletsUrl}/${account}`)).json()) as AccountWallet
    },
    async api(method, path, body) {
      return callApi(google, await accessToken(), method, path, body)
    },
    saveJwt: (payload, claims = {}) =>
      sign(key, { iss: key.client_email, aud: 'google', typ: 'savetowallet', iat: seconds(), payload, ...claims }),
    save: async (jwt, account) =>
      answerOf(
        await fetch(`${google.saveUrl}/${jwt}`, {
          headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
          ...(account !== undefined && { method: 'POST', body: JSON.stringify({ account }) }),
        }),
      ),
    [Symbol.asyncDispose]: () => google.close(),
  }
}

export async function callApi(
  google: VirtualGoogle,
  accessToken: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer> {
  const response = await fetch(`${google.apiUrl}/walletobjects/v1/${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${accessToken}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return answerOf(response)
}

export async function requestToken(url: string, form: Readonly<Record<string, string>>): Promise<ApiAnswer> {
  return answerOf(await fetch(url, { method: 'POST', body: new URLSearchParams(form) }))
}

/** Signs claims with a service account's key, by a library of others. */
export async function sign(key: ServiceAccountKey, claims: JsonObject, header: JsonObject = {}): Promise<string> {
  const privateKey = await importPKCS8(key.private_key, 'RS256')
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.private_key_id, ...header })
    .sign(privateKey)
}

async function answerOf(response: Response): Promise<ApiAnswer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}
