/** A virtual Google in a process of its own, which notes how fast and in which order objects are changed. */
import { openVirtualGoogle, type ReceivedRequest, type VirtualGoogle } from '../simulator/dist/index.js'
import { serve } from './child.ts'

/** Where Billfold reaches it. */
export interface GoogleUrls {
  readonly apiUrl: string
  readonly tokenUrl: string
  readonly saveUrl: string
  readonly rootKeysUrl: string
}

/** What came in since the last call. */
export interface Noted {
  readonly updates: number
  /** From the first update to the last. */
  readonly elapsedMs: number
  readonly refusedForQuota: number
  /** Updates that brought an object back to an earlier value. */
  readonly outOfOrder: number
  /** By object, the value that it was given last. */
  readonly last: ReadonlyMap<string, number>
}

let google: VirtualGoogle
let noted = nothing()

function nothing() {
  return { updates: 0, firstMs: 0, lastMs: 0, refusedForQuota: 0, outOfOrder: 0, last: new Map<string, number>() }
}

function note({ method, path, body, status }: ReceivedRequest): void {
  if (status === 429) noted.refusedForQuota += 1
  if (method !== 'PATCH' || status !== 200 || !path.includes('/loyaltyObject/')) return
  const nowMs = performance.now()
  const { balance } = (body as { loyaltyPoints: { balance: Record<string, unknown> } }).loyaltyPoints
  const value = Number(Object.values(balance)[0])
  if (value < (noted.last.get(path) ?? 0)) noted.outOfOrder += 1
  noted.last.set(path, value)
  noted.updates += 1
  noted.firstMs ||= nowMs
  noted.lastMs = nowMs
}

serve(
  {
    async start(): Promise<GoogleUrls> {
      google = await openVirtualGoogle({ clock: { now: () => new Date() }, onRequest: note })
      const { apiUrl, tokenUrl, saveUrl, rootKeysUrl } = google
      return { apiUrl, tokenUrl, saveUrl, rootKeysUrl }
    },
    createIssuer: () => google.createIssuer(),
    /** How many requests a second it takes. */
    allow(limit: number) {
      google.script({ kind: 'requests-per-second', limit })
    },
    updates: () => noted.updates,
    take(): Noted {
      const { firstMs, lastMs, ...taken } = noted
      noted = nothing()
      return { ...taken, elapsedMs: lastMs - firstMs }
    },
  },
  async () => google?.close(),
)
