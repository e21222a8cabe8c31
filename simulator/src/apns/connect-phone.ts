import type { Phone } from '../phone/phone.ts'
import type { VirtualApns } from './virtual-apns.ts'

/** A phone that gets its pushes from a virtual APNs. */
export interface PhoneConnection {
  /** Cuts the phone off from its pushes, or lets it have those that were kept for it. */
  setAirplaneMode(on: boolean): void
  /** Waits until the phone has done what the pushes so far make it do. */
  settled(): Promise<void>
  /** Ends the deliveries; what has been delivered is still done. */
  disconnect(): void
}

/**
 * Delivers the pushes for a phone's push tokens to it, also for tokens that it gets later through this object. A push
 * that arrives while one for the same pass type waits is joined with it. `onFailure` hears if the phone cannot do what a
 * push asks of it.
 */
export async function connectPhone(
  apns: Pick<VirtualApns, 'deliverTo' | 'setAirplaneMode'>,
  phone: Pick<Phone, 'push' | 'watchPushTokens'>,
  onFailure: (error: unknown) => void,
): Promise<PhoneConnection> {
  const endings = new Map<string, () => void>()
  const waiting = new Set<string>()
  let airplaneMode = false
  let work = Promise.resolve()

  const receive = ({ topic }: { readonly topic: string }) => {
    if (waiting.has(topic)) return
    waiting.add(topic)
    work = work.then(async () => {
      waiting.delete(topic)
      await phone.push(topic).catch(onFailure)
    })
  }
  const hold = (pushTokens: readonly string[]) => {
    for (const token of [...endings.keys()].filter((token) => !pushTokens.includes(token))) {
      endings.get(token)?.()
      endings.delete(token)
      apns.setAirplaneMode(token, false)
    }
    for (const token of pushTokens.filter((token) => !endings.has(token))) {
      endings.set(token, apns.deliverTo(token, receive))
      apns.setAirplaneMode(token, airplaneMode)
    }
  }
  const unwatch = await phone.watchPushTokens(hold)

  return {
    setAirplaneMode(on) {
      airplaneMode = on
      for (const token of endings.keys()) apns.setAirplaneMode(token, on)
    },
    async settled() {
      for (let current: Promise<void> | undefined; current !== work; ) {
        current = work
        await current
      }
    },
    disconnect() {
      unwatch()
      hold([])
    },
  }
}
