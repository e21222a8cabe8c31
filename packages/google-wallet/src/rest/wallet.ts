import { type AccessTokens, openAccessTokens } from '../auth/access-tokens.ts'
import type { ServiceAccount } from '../auth/service-account.ts'
import { type Clock, systemClock } from '../clock.ts'
import { endpoints } from '../endpoints.ts'
import { refuseIssues } from '../errors.ts'
import type {
  Issuer,
  IssuerListResponse,
  JwtInsertResponse,
  JwtValidateResponse,
  Permissions,
  RotatingBarcodeValues,
  SetPassUpdateNoticeRequest,
  SetPassUpdateNoticeResponse,
  SmartTap,
  UploadPrivateImageResponse,
} from '../generated/types.ts'
import type { Fetch } from '../http.ts'
import { type Issue, issueOf } from '../issue.ts'
import type { Vertical } from '../verticals.ts'
import type { Patch } from './bodies.ts'
import * as requests from './requests.ts'
import { type Classes, type Objects, openObjects, openResources } from './resources.ts'
import { completeRetry, type RetryOptions, retryDefaults } from './retry.ts'
import { type Attempt, type CallOptions, openSend, type Send } from './send.ts'

export interface WalletOptions {
  /** Either this, or `tokens` that several clients share. */
  readonly serviceAccount?: ServiceAccount | undefined
  readonly tokens?: AccessTokens | undefined
  /** Default `https://walletobjects.googleapis.com`. */
  readonly baseUrl?: string | undefined
  /** Default `https://oauth2.googleapis.com/token`; not with `tokens`. */
  readonly tokenUrl?: string | undefined
  /** Default 10,000, for each HTTP request. */
  readonly timeoutMs?: number | undefined
  readonly retry?: RetryOptions | undefined
  /**
   * Awaited before every single HTTP request to the API, retries included, so that a budget can hold it back. What it
   * throws ends the call. Requests for access tokens do not count against the API's quota and pass by it.
   */
  readonly beforeRequest?: ((attempt: Attempt) => unknown) | undefined
  readonly fetch?: Fetch | undefined
  readonly clock?: Clock | undefined
}

/** The REST API in the name of one service account. Every method throws a `GoogleApiError` if it does not succeed. */
export interface Wallet {
  classes<V extends Vertical>(vertical: V): Classes<V>
  objects<V extends Vertical>(vertical: V): Objects<V>
  readonly issuers: {
    get(issuerId: string, options?: CallOptions): Promise<Issuer>
    list(options?: CallOptions): Promise<readonly Issuer[]>
    insert(issuer: Issuer, options?: CallOptions): Promise<Issuer>
    patch(issuerId: string, patch: Patch<Issuer>, options?: CallOptions): Promise<Issuer>
    update(issuerId: string, issuer: Issuer, options?: CallOptions): Promise<Issuer>
  }
  readonly permissions: {
    get(issuerId: string, options?: CallOptions): Promise<Permissions>
    /** Replaces the whole list. */
    update(issuerId: string, permissions: Permissions, options?: CallOptions): Promise<Permissions>
  }
  readonly jwt: {
    /** Saves what a token holds that is too long for a link; the answer has the link. */
    insert(jwt: string, options?: CallOptions): Promise<JwtInsertResponse>
    /** Has Google judge a token, or claims, without saving them: throws `INVALID_RESOURCE` if it refuses them. */
    validate(
      what: { readonly jwt: string } | { readonly claims: object },
      options?: CallOptions,
    ): Promise<JwtValidateResponse>
  }
  readonly smartTap: {
    insert(smartTap: SmartTap, options?: CallOptions): Promise<SmartTap>
  }
  readonly privateImages: {
    /** @param mediaType Like `image/png`. */
    upload(
      issuerId: string,
      bytes: Uint8Array<ArrayBuffer>,
      mediaType: string,
      options?: CallOptions,
    ): Promise<UploadPrivateImageResponse>
  }
  /** Values made in advance, of transit objects. */
  readonly rotatingBarcodeValues: {
    upload(objectId: string, values: RotatingBarcodeValues, options?: CallOptions): Promise<void>
    download(objectId: string, options?: CallOptions): Promise<RotatingBarcodeValues>
  }
  /** Of generic private passes. */
  readonly privatePasses: {
    setUpdateNotice(notice: SetPassUpdateNoticeRequest, options?: CallOptions): Promise<SetPassUpdateNoticeResponse>
  }
  /** Sends any request that this library makes. */
  readonly send: Send
}

/** @throws GoogleWalletError `OPTIONS_REFUSED` with all that is wrong */
export function openWallet(options: WalletOptions): Wallet {
  refuseIssues('OPTIONS_REFUSED', 'The options cannot be used.', optionIssues(options))
  const { serviceAccount, baseUrl = endpoints.api, timeoutMs = 10_000, clock = systemClock, beforeRequest } = options
  const { tokenUrl, fetch = globalThis.fetch } = options
  const tokens =
    options.tokens ?? openAccessTokens({ serviceAccount: serviceAccount!, tokenUrl, fetch, clock, timeoutMs })
  const retry = completeRetry(options.retry, retryDefaults)
  const send = openSend({ baseUrl, tokens, fetch, clock, timeoutMs, retry, beforeRequest })
  return {
    classes: (vertical) => openResources(send, vertical, 'class'),
    objects: (vertical) => openObjects(send, vertical),
    issuers: {
      get: (issuerId, call) => send(requests.getIssuerRequest(issuerId), call),
      list: (call) =>
        send(requests.listIssuersRequest(), call).then(({ resources }: IssuerListResponse) => resources ?? []),
      insert: (issuer, call) => send(requests.insertIssuerRequest(issuer), call),
      patch: (issuerId, patch, call) => send(requests.patchIssuerRequest(issuerId, patch), call),
      update: (issuerId, issuer, call) => send(requests.updateIssuerRequest(issuerId, issuer), call),
    },
    permissions: {
      get: (issuerId, call) => send(requests.getPermissionsRequest(issuerId), call),
      update: (issuerId, permissions, call) => send(requests.updatePermissionsRequest(issuerId, permissions), call),
    },
    jwt: {
      insert: (jwt, call) => send(requests.insertJwtRequest(jwt), call),
      validate: (what, call) => send(requests.validateJwtRequest(what), call),
    },
    smartTap: { insert: (smartTap, call) => send(requests.insertSmartTapRequest(smartTap), call) },
    privateImages: {
      upload: (issuerId, bytes, mediaType, call) =>
        send(requests.uploadPrivateImageRequest(issuerId, bytes, mediaType), call),
    },
    rotatingBarcodeValues: {
      upload: async (objectId, values, call) => {
        await send(requests.uploadRotatingBarcodeValuesRequest(objectId, values), call)
      },
      download: (objectId, call) => send(requests.downloadRotatingBarcodeValuesRequest(objectId), call),
    },
    privatePasses: {
      setUpdateNotice: (notice, call) => send(requests.setPassUpdateNoticeRequest(notice), call),
    },
    send,
  }
}

function optionIssues({ serviceAccount, tokens, baseUrl, tokenUrl, timeoutMs, retry = {} }: WalletOptions): Issue[] {
  const issues: Issue[] = []
  const refuse = (path: string, message: string, fix: string) =>
    void issues.push(issueOf('OPTION_INVALID', path, message, fix))
  if ((serviceAccount === undefined) === (tokens === undefined)) {
    refuse('serviceAccount', 'Exactly one of serviceAccount and tokens is needed.', 'Give one of the two.')
  }
  for (const [path, url] of Object.entries({ baseUrl, tokenUrl })) {
    if (url === undefined || /^https?:\/\/[^/]/.test(url)) continue
    refuse(path, `${JSON.stringify(url)} is no web address.`, 'Write it like https://host, without a slash at the end.')
  }
  const { tries, firstWaitMs, longestWaitMs } = retry
  for (const [path, number, least] of [
    ['timeoutMs', timeoutMs, 1],
    ['retry.tries', tries, 1],
    ['retry.firstWaitMs', firstWaitMs, 0],
    ['retry.longestWaitMs', longestWaitMs, 0],
  ] as const) {
    if (number === undefined || (Number.isInteger(number) && number >= least)) continue
    refuse(path, `It is ${number}.`, `Write a whole number from ${least} on.`)
  }
  return issues
}
