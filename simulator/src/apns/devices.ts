import type { Push } from './push.ts'

/** What a device does with a push. */
export type Receive = (push: Push) => void

/** The devices that can be reached, and those that are waited for. */
export interface Devices {
  /** Hands a push to its device, or keeps it until the device is back. A device that nobody knows gets nothing. */
  accept(push: Push, at: Date): void
  deliverTo(deviceToken: string, receive: Receive): () => void
  setAirplaneMode(deviceToken: string, on: boolean, at: Date): void
}

interface Device {
  readonly receivers: Set<Receive>
  airplaneMode: boolean
  /** By topic: the one push that is kept for it. */
  readonly stored: Map<string, { readonly push: Push; readonly expiresAtMs: number }>
}

const longestStorageMs = 30 * 86_400_000

/**
 * Delivers at once what can be delivered. For a device that is away APNs keeps one push a topic, the latest, until its
 * expiration or for 30 days at most (Apple, *Sending notification requests to APNs*).
 */
export function openDevices(): Devices {
  const devices = new Map<string, Device>()

  const change = (deviceToken: string, work: (device: Device) => void) => {
    const key = deviceToken.toLowerCase()
    const device = devices.get(key) ?? { receivers: new Set(), airplaneMode: false, stored: new Map() }
    work(device)
    if (device.receivers.size > 0 || device.airplaneMode) devices.set(key, device)
    else devices.delete(key)
  }

  return {
    accept(push, at) {
      const device = devices.get(push.deviceToken)
      if (!device) return
      if (!device.airplaneMode) {
        deliver(device, push)
        return
      }
      const expiresAtMs = expiryOf(push, at)
      if (expiresAtMs > at.getTime()) device.stored.set(push.topic, { push, expiresAtMs })
    },
    deliverTo(deviceToken, receive) {
      // One function may be given twice.
      const own: Receive = (push) => receive(push)
      change(deviceToken, ({ receivers }) => receivers.add(own))
      return () => change(deviceToken, ({ receivers }) => receivers.delete(own))
    },
    setAirplaneMode(deviceToken, on, at) {
      change(deviceToken, (device) => {
        device.airplaneMode = on
        if (on) return
        const stored = [...device.stored.values()]
        device.stored.clear()
        for (const { push, expiresAtMs } of stored) if (expiresAtMs > at.getTime()) deliver(device, push)
      })
    },
  }
}

function deliver({ receivers }: Device, push: Push): void {
  for (const receive of receivers) receive(push)
}

/** Without an expiration APNs stores a push for as long as it likes. */
function expiryOf({ expiration }: Push, at: Date): number {
  const longest = at.getTime() + longestStorageMs
  return expiration === null ? longest : Math.min(expiration * 1_000, longest)
}
