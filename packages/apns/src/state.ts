/** What a client tells its operator. */
export type ApnsState =
  /** A connection can carry pushes. */
  | { readonly state: 'connected'; readonly maxConcurrentStreams: number }
  /** APNs ends a connection: what it still serves is finished, the rest goes to another connection. */
  | { readonly state: 'draining'; readonly reason: string }
  /** A connection could not be made or was lost; the next try is in `waitMs` milliseconds if a push wants it. */
  | { readonly state: 'reconnecting'; readonly waitMs: number; readonly cause: string }
  /** A person must act. The client may have paused: see the outcome `misconfigured`. */
  | { readonly state: 'alarm'; readonly reason: string; readonly explanation: string }
