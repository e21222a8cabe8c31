/** What became of one push. Exactly one of these, for every push. */
export type PushOutcome =
  /** APNs has accepted the push. That says nothing about the phone: only its next request does. */
  | { readonly kind: 'delivered'; readonly apnsId: string }
  /**
   * The token is dead. Delete its registrations, unless they were renewed after `since`, the moment at which APNs
   * learned that the token is no longer valid.
   */
  | { readonly kind: 'gone'; readonly reason: string; readonly since: Date | undefined }
  /**
   * APNs does not know the token, or not for this topic. Nothing is to be deleted for that alone: a sender with the
   * wrong environment or topic hears it for every token. `senderProven` is true once this client has had another push
   * delivered (or for a token that no server could take), so that the fault is the token's.
   */
  | { readonly kind: 'badToken'; readonly reason: string; readonly senderProven: boolean }
  /** Try again: not before `afterMs` milliseconds if that is known, else when it suits. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number | undefined }
  /** Certificate, topic, key, team or environment are wrong. The client pauses; a person must act; delete nothing. */
  | { readonly kind: 'misconfigured'; readonly reason: string; readonly explanation: string }
  /** APNs finds the request itself wrong; the same request never succeeds. */
  | { readonly kind: 'refused'; readonly reason: string }

export type Misconfigured = Extract<PushOutcome, { kind: 'misconfigured' }>
