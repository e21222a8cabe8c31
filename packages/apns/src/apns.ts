import { ApnsClient } from './client.ts'
import { http2Transport } from './http2-transport.ts'
import { type ApnsOptions, checkOptions } from './options.ts'
import type { PushOutcome } from './outcome.ts'

export type { ApnsState } from './state.ts'

/** A client for one pass type. */
export interface Apns {
  /**
   * Pushes to one device. Never rejects for anything that APNs or the network do; rejects with an `ApnsError`
   * `CLIENT_CLOSED` after {@link close}.
   */
  push(deviceToken: string): Promise<PushOutcome>
  /**
   * Pushes to each of a long list of devices as soon as APNs takes another push, and resolves with their outcomes, in
   * the order of the tokens. Lists are taken one after the other, single pushes before them. While APNs cannot be
   * reached, a list waits; {@link close} ends it, with `later` for those that have not begun. Never rejects but with an
   * `ApnsError` `CLIENT_CLOSED` after that.
   */
  pushAll(deviceTokens: readonly string[]): Promise<PushOutcome[]>
  /**
   * Resolves when a push can start at once, or would have its outcome at once. Await it before each push of a long
   * list: then no more pushes are in memory than APNs takes. It waits while APNs cannot be reached.
   */
  ready(): Promise<void>
  /** After a `misconfigured`: the next push is tried at once, not only a minute later. */
  resume(): void
  /** Pushes that were started and have no outcome yet. */
  readonly inFlight: number
  /** Pushes that wait for a connection or a free stream. */
  readonly waiting: number
  /** Takes no more pushes, awaits the outcomes of those it has, and ends the connections. */
  close(): Promise<void>
}

/**
 * Opens a client. It connects when the first push wants it and keeps its connections, as Apple asks; so keep the client
 * as long as the credentials, and close it when they change.
 *
 * @throws ApnsError `OPTIONS_REFUSED` with everything that is wrong with the options
 */
export function openApns(options: ApnsOptions): Apns {
  const settings = checkOptions(options)
  return new ApnsClient(settings, http2Transport(settings.url, settings.secureContext))
}
