import type { Forgery } from '../callbacks/message.ts'

/** What is done with a request. */
export type Behaviour =
  /** Answers this instead; the reason follows from the status unless given. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly reason?: string
      readonly message?: string
      readonly retryAfterSeconds?: number
    }
  /** Answers after a while. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Never answers. */
  | { readonly kind: 'silent' }
  /** Ends the connection without a word. */
  | { readonly kind: 'disconnect' }
  /** Answers with enums in their outdated spelling (`"state": "active"`), as Google does now and then. */
  | { readonly kind: 'camel-case' }

/** A behaviour and the requests that it is for. */
export type RequestRule = Behaviour & {
  readonly method?: string
  /** How the path begins, as in `/walletobjects/v1/loyaltyObject`. */
  readonly path?: string
  /** For how many requests; 1 unless given, `always`: until the script is reset. */
  readonly times?: number | 'always'
  /** Whether the request is carried out nevertheless, so that only its answer is another or missing. */
  readonly carriedOut?: boolean
}

/** What is done with callbacks to come. */
export interface CallbackRule {
  readonly kind: 'callback'
  /** `lost`: it is never sent. `twice`: it is delivered, and once more with the same nonce. */
  readonly delivery?: 'lost' | 'twice'
  /** Sent so much later. */
  readonly delayMs?: number
  readonly forgery?: Forgery
  readonly objectId?: string
  readonly times?: number | 'always'
}

/** Classes to come under review are rejected. */
export interface ReviewRule {
  readonly kind: 'reject'
  readonly comments: string
  readonly classId?: string
  readonly times?: number | 'always'
}

export type Rule = RequestRule | CallbackRule | ReviewRule

/** Something that is done at once. */
export type Act =
  /** Ends every connection that brings a request, for a while. */
  | { readonly kind: 'away'; readonly forMs: number }
  /** Requests per second and project; null: as many as may be. */
  | { readonly kind: 'requests-per-second'; readonly limit: number | null }
  /** Changes what somebody sets up in the consoles. */
  | {
      readonly kind: 'issuer'
      readonly issuerId: string
      readonly invited?: boolean
      readonly apiEnabled?: boolean
      readonly demoMode?: boolean
      readonly testUsers?: readonly string[]
    }
  /** Somebody deletes a key of a service account, named by its `private_key_id`. */
  | { readonly kind: 'revoke-key'; readonly keyId: string }
  /** Every access token is invalid from now on. */
  | { readonly kind: 'expire-tokens' }
  /** Callbacks are signed under a new root key; the old one stays published. */
  | { readonly kind: 'rotate-root-keys' }
  /** Forgets every rule, and takes connections and as many requests as usual. */
  | { readonly kind: 'reset' }

export type Command = Rule | Act
