import { type Apns, ApnsError, type ApnsState, openApns, openProviderTokens, type PushOutcome } from '@billfold/apns'
import type { Clock } from '../../platform/clock.ts'

/** How this installation reaches APNs. */
export interface ApnsSettings {
  /** Another server of its kind in Apple's place; undefined is Apple's own. */
  readonly url: string | undefined
  /** PEM of authorities that this server's certificate may come from. */
  readonly ca: string | undefined
  readonly pushType: string | null
  readonly priority: 5 | 10 | null
  /** A key of the developer account, instead of the certificates of its team's pass types. */
  readonly providerKey: { readonly teamId: string; readonly keyId: string; readonly privateKey: string } | undefined
}

export interface PusherOptions {
  readonly passTypeId: string
  /** In PEM, what signs the pass type's passes; undefined: the installation's key is used. */
  readonly certificate: { readonly certificate: string; readonly privateKey: string } | undefined
}

/** Pushes for one pass type, with the same credentials for life. */
export interface Pusher {
  /** Pushes to one device. Never rejects. */
  push(pushToken: string): Promise<PushOutcome>
  /**
   * Pushes to many devices, no faster than APNs takes it and one list after the other.
   *
   * @returns those that were not delivered; `interrupted` if not all could begin
   * @throws Error when the thread in which it works has ended, so that nothing is known of them
   */
  pushAll(pushTokens: readonly string[]): Promise<Undelivered[] | 'interrupted'>
  /** Begins no more. Resolves when the pushes under way have their outcomes. */
  close(): Promise<void>
}

export interface Undelivered {
  /** Its place in the list. */
  readonly index: number
  readonly outcome: Exclude<PushOutcome, { kind: 'delivered' }>
}

/** Never throws: what is wrong with the credentials is the outcome of every push. */
export type OpenPusher = (options: PusherOptions) => Pusher

/** The outcome of a push that something on our side prevented. */
export const interrupted = { kind: 'later', reason: 'Interrupted', afterMs: undefined } as const

type Misconfigured = Extract<PushOutcome, { kind: 'misconfigured' }>

/** Together less than a push's lease, see schedule.ts: nobody else pushes meanwhile. */
const maxWaitMs = 20_000
const requestTimeoutMs = 10_000

/**
 * Makes pushers that work in the thread that asks for them.
 *
 * @throws ApnsError `OPTIONS_REFUSED` when the installation's key cannot be used
 */
export function pushersHere(
  { providerKey, ...settings }: ApnsSettings,
  { clock, onState }: { clock: Clock; onState(passTypeId: string, state: ApnsState): void },
): OpenPusher {
  // One for all: APNs refuses a key whose tokens change too often.
  const tokens = providerKey && openProviderTokens({ ...providerKey, clock })
  return ({ passTypeId, certificate }) => {
    try {
      const apns = openApns({
        ...settings,
        topic: passTypeId,
        auth: certificate ? { kind: 'certificate', ...certificate } : { kind: 'token', tokens: tokens! },
        maxWaitMs,
        requestTimeoutMs,
        clock,
        onState: (state) => onState(passTypeId, state),
      })
      return pusherOver(apns)
    } catch (error) {
      if (!(error instanceof ApnsError)) throw error
      return pusherWithout({ kind: 'misconfigured', reason: 'SettingsRefused', explanation: error.message })
    }
  }
}

function pusherOver(apns: Apns): Pusher {
  let closed = false
  return {
    push: (pushToken) => apns.push(pushToken).catch(() => interrupted),
    async pushAll(pushTokens) {
      if (closed) return 'interrupted'
      const undelivered = undeliveredOf(await apns.pushAll(pushTokens))
      return closed && undelivered.some(({ outcome }) => outcome.reason === 'Closing') ? 'interrupted' : undelivered
    },
    close() {
      closed = true
      return apns.close()
    },
  }
}

function undeliveredOf(outcomes: readonly PushOutcome[]): Undelivered[] {
  return outcomes.flatMap((outcome, index) => (outcome.kind === 'delivered' ? [] : [{ index, outcome }]))
}

/** A pusher whose pushes all fare the same, without APNs. */
export function pusherWithout(outcome: Misconfigured | typeof interrupted): Pusher {
  return {
    push: async () => outcome,
    async pushAll(pushTokens) {
      return outcome.kind === 'misconfigured' ? undeliveredOf(pushTokens.map(() => outcome)) : 'interrupted'
    },
    close: async () => {},
  }
}
