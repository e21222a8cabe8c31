/** The seam between what pushes mean and how HTTP/2 moves them. */

export interface Transport {
  /** Begins to connect. Never throws: what goes wrong is `events.ended`. */
  connect(events: SessionEvents): Session
}

export interface SessionEvents {
  /** The peer's limit of open streams: first when connected, then whenever the peer changes it. */
  settings(maxConcurrentStreams: number): void
  /** GOAWAY: no more requests on this session. Those that the peer still serves end as usual, all others unanswered. */
  goaway(debugData: string): void
  /** Once, when all is over; `cause` is undefined if nothing went wrong. */
  ended(cause: Error | undefined): void
}

export type RequestHeaders = Readonly<Record<string, string>>

/** One request under way: a place for its response. */
export interface Exchange {
  status: number
  /** At first the one that is sent. */
  apnsId: string
  retryAfter: string | undefined
  body: string
  /** Called once. The response is complete if a status and the whole body have come. */
  ended(complete: boolean): void
}

export interface RequestHandle {
  /** Ends the stream by RST_STREAM with an error code of RFC 9113 §7. */
  close(errorCode: number): void
}

export interface Session {
  /** False from the moment that a request would be in vain, which may be before `goaway` and `ended` are told. */
  readonly usable: boolean
  /** Sends a request with an empty JSON object. The headers are not kept. */
  request(headers: RequestHeaders, exchange: Exchange): RequestHandle
  /** Calls `answered` when the peer's answer arrives, if it does. */
  ping(answered: () => void): void
  /** Ends when the open streams have ended. */
  close(): void
  /** Ends at once. */
  destroy(cause?: Error): void
}
