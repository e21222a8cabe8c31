const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** Pushes after the first are joined for this long: phones ration updates, and switch them off when there are many. */
export const joinMs = 10 * secondMs

/** A phone that registers asks by itself at once; only if it has not, it is pushed to. */
export const installGraceMs = 1 * secondMs

/** When a phone that has not asked is pushed to again: after 30 minutes, 2 hours, 12 hours and 3 days, then not. */
export const secondPushesMs = [30 * minuteMs, 2 * hourMs, 12 * hourMs, 72 * hourMs] as const

/** From the push before it, so many second pushes having been made. Undefined: no more follow. */
export function nextSecondPushMs(made: number): number | undefined {
  const at = secondPushesMs[made]
  return at === undefined ? undefined : at - (secondPushesMs[made - 1] ?? 0)
}

/** Longer than any push takes that is answered, or is given up by the client. */
export const leaseMs = minuteMs

/** Of a page of a walk; whoever works on it extends the lease in good time. */
export const pageLeaseMs = 15 * secondMs

/** What stopped a pass type may be mended elsewhere, as at Apple: it is tried again this often. */
export const faultRetryMs = 15 * minuteMs

const longestWaitMs = 15 * minuteMs

/** How long to wait after so many failures in a row, unless APNs says it: from 5 seconds to 15 minutes. */
export function retryMs(failures: number): number {
  return Math.min(5 * secondMs * 2 ** failures, longestWaitMs)
}
