/** A push that passed every check. */
export interface Push {
  readonly apnsId: string
  /** Hexadecimal, in lower case. */
  readonly deviceToken: string
  readonly topic: string
  readonly pushType: string | null
  readonly priority: number | null
  /** Seconds since 1970; 0: try once, do not store. */
  readonly expiration: number | null
  /** JSON, as it came. */
  readonly payload: string
}

/** A push and what came of it. */
export interface ReceivedPush extends Push {
  /** ISO 8601. */
  readonly at: string
  /** The answer, as in `200` and `410 Unregistered`, or what was done instead of answering, as in `silent`. */
  readonly outcome: string
}

/** The outcome of a push that was taken for delivery. */
export const accepted = '200'

/** How many pushes the virtual APNs remembers. */
export const rememberedPushes = 10_000
