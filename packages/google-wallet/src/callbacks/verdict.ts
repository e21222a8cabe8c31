/** Why a callback is not acted upon; the first step that fails decides. The README shows the same table. */
export const callbackRefusals = {
  SHAPE: 'The body is no signed callback',
  PROTOCOL: 'The protocol version is not ECv2SigningOnly',
  NO_ROOT: 'There is no root key that is still good, so nothing can be judged: answer 503, and Google tries again',
  INTERMEDIATE_SIGNATURE: 'No root key vouches for the intermediate key',
  INTERMEDIATE_EXPIRED: 'The intermediate key has expired',
  MESSAGE_SIGNATURE: 'The message was not signed for this issuer by the intermediate key',
  MESSAGE_SHAPE: 'The message is genuine, but lacks what a callback has, like a nonce',
  EVENT_UNKNOWN: 'The message is genuine, but its event is neither save nor del',
  OBJECT_FOREIGN: 'The message is genuine, but its object is not of this issuer',
  MESSAGE_EXPIRED: 'The message is genuine, but too old to be acted upon',
} as const

export type CallbackRefusal = keyof typeof callbackRefusals

/** What happened to an object (Google Wallet, "Use callbacks"). */
export interface CallbackMessage {
  readonly classId: string
  readonly objectId: string
  readonly eventType: 'save' | 'del'
  /** Milliseconds since 1970: later than this, the message is not to be acted upon. */
  readonly expTimeMillis: number
  /** Google does not say of what. */
  readonly count: number | undefined
  /** The same message may come again; it has the same nonce then. Remember nonces for eight days at least. */
  readonly nonce: string
}

export type CallbackVerdict =
  | { readonly isVerified: true; readonly message: CallbackMessage }
  | { readonly isVerified: false; readonly code: CallbackRefusal; readonly explanation: string }

export function refusal(code: CallbackRefusal): CallbackVerdict {
  return { isVerified: false, code, explanation: callbackRefusals[code] }
}
