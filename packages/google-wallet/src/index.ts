export { type AccessTokenOptions, type AccessTokens, openAccessTokens, tokenRequest } from './auth/access-tokens.ts'
export { processTokenResponse, type TokenAnswer } from './auth/process-token-response.ts'
export { parseServiceAccount, type ServiceAccount } from './auth/service-account.ts'
export { type JudgeOptions, judgeCallback } from './callbacks/judge-callback.ts'
export { processRootKeys, type RootKey, type RootKeysAnswer } from './callbacks/process-root-keys.ts'
export { openRootKeys, type RootKeys, type RootKeysOptions } from './callbacks/root-keys.ts'
export {
  type CallbackMessage,
  type CallbackRefusal,
  type CallbackVerdict,
  callbackRefusals,
} from './callbacks/verdict.ts'
export { type VerifyOptions, verifyCallback } from './callbacks/verify-callback.ts'
export { type ClassCheckOptions, checkClass, checkObject, type ObjectCheckOptions } from './check/check-resource.ts'
export type { Clock } from './clock.ts'
export { endpoints } from './endpoints.ts'
export { type ErrorCode, errorCodes } from './error-codes.ts'
export { type Failure, GoogleApiError, GoogleWalletError } from './errors.ts'
export { revision } from './generated/schemas.ts'
export type * from './generated/types.ts'
export type { Fetch, PlainRequest, PlainResponse } from './http.ts'
export { hasErrors, type Issue } from './issue.ts'
export { type IssueCode, issueCodes } from './issue-codes.ts'
export type { IdentifiedMessage } from './rest/add-message.ts'
export type { ClassPatch, ObjectPatch, Patch } from './rest/bodies.ts'
export { type Outcome, processResponse } from './rest/process-response.ts'
export * from './rest/requests.ts'
export type { Classes, LinkedOffers, ListOptions, Objects, Resources } from './rest/resources.ts'
export type { RetryOptions } from './rest/retry.ts'
export type { Attempt, CallOptions, Send, SendRules } from './rest/send.ts'
export { openWallet, type Wallet, type WalletOptions } from './rest/wallet.ts'
export { checkSaveClaims } from './save/check-save-claims.ts'
export { checkSaveJwt, type JwtCheckOptions } from './save/check-save-jwt.ts'
export {
  type ObjectReference,
  type SaveClaims,
  type SavePass,
  type SavePayload,
  saveClaims,
  skinny,
} from './save/save-claims.ts'
export { createSaveJwt, isTooLong, type SaveJwtInput, saveUrl } from './save/save-link.ts'
export {
  type RotatingBarcodeOptions,
  type RotatingBarcodeSecret,
  type RotatingBarcodeVerdict,
  rotatingBarcodeValue,
  verifyRotatingBarcode,
} from './totp/rotating-barcode.ts'
export { type TotpParameters, totpValue } from './totp/totp.ts'
export { type ClassOf, type ObjectOf, type Vertical, verticals } from './verticals.ts'
