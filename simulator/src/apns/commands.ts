import { constants } from 'node:http2'

/** Codes with which a stream can be reset (RFC 9113 §7). */
export const resetCodes = {
  NO_ERROR: constants.NGHTTP2_NO_ERROR,
  PROTOCOL_ERROR: constants.NGHTTP2_PROTOCOL_ERROR,
  INTERNAL_ERROR: constants.NGHTTP2_INTERNAL_ERROR,
  REFUSED_STREAM: constants.NGHTTP2_REFUSED_STREAM,
  CANCEL: constants.NGHTTP2_CANCEL,
  ENHANCE_YOUR_CALM: constants.NGHTTP2_ENHANCE_YOUR_CALM,
} as const

/** What is done with a push that passed every check, in place of accepting it. */
export type Behaviour =
  /** Refuses it. The status follows from the reason if that is one of Apple's. */
  | {
      readonly kind: 'answer'
      readonly reason: string
      readonly status?: number
      /** With 410: since when the token is dead, in milliseconds since 1970; now unless given. */
      readonly timestamp?: number
      readonly retryAfterSeconds?: number
    }
  /** Accepts it after a while. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Never answers. */
  | { readonly kind: 'silent' }
  /** Resets its stream; INTERNAL_ERROR unless a code is given. */
  | { readonly kind: 'reset-stream'; readonly code?: keyof typeof resetCodes }
  /**
   * Sends GOAWAY. By default this push and those before it are still answered, later ones on the connection are not
   * processed. `hard`: neither this push nor others under way are answered, the connection ends at once.
   */
  | { readonly kind: 'goaway'; readonly hard?: boolean }
  /** Ends the connection without a word. */
  | { readonly kind: 'disconnect' }

/** A behaviour and the pushes that it is for. */
export type Rule = Behaviour & {
  /** For this device's pushes only. */
  readonly deviceToken?: string
  /** For how many pushes; 1 unless given, `always`: until the script is reset. */
  readonly times?: number | 'always'
}

/** Something that is done at once. */
export type Act =
  /** Announces on every connection, open or to come, how many requests may be under way at a time. */
  | { readonly kind: 'max-concurrent-streams'; readonly streams: number }
  /** Refuses new connections for a while. */
  | { readonly kind: 'refuse-connections'; readonly forMs: number }
  /** Ends the open connections, as `goaway` does. */
  | { readonly kind: 'close-connections'; readonly hard?: boolean }
  | { readonly kind: 'airplane-mode'; readonly deviceToken: string; readonly on: boolean }
  /** Forgets every rule, takes new connections and as many streams as usual; airplane modes stay. */
  | { readonly kind: 'reset' }

export type Command = Rule | Act
