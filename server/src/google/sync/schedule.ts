const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long a process has something to itself: longer than all that it does until it writes down what came of it. */
export const leaseMs = minuteMs

/** Whoever has sent for so long, waiting for permits included, gives up while nobody else can have begun yet. */
export const giveUpAfterMs = 45 * secondMs

/** Credentials that Google refuses may be mended elsewhere, as in its console: they are tried again this often. */
export const faultRetryMs = 15 * minuteMs

const longestWaitMs = 5 * minuteMs

/** How long to leave Google alone after so many failures in a row, unless it says: from 2 seconds to 5 minutes. */
export function retryMs(failures: number): number {
  return Math.min(2 * secondMs * 2 ** failures, longestWaitMs)
}

/** When Google is asked whether somebody has a pass of which no callback came, after its link was opened. */
export const checksMs = [10 * minuteMs, 2 * hourMs, dayMs, 7 * dayMs] as const

/** From the check before it, so many having been made. Undefined: no more follow. */
export function nextCheckMs(made: number): number | undefined {
  const at = checksMs[made]
  return at === undefined ? undefined : at - (checksMs[made - 1] ?? 0)
}

/** Google's answers may lag behind its callbacks by so long. */
export const callbackCountsMs = 10 * minuteMs

/** Google shows at most three notifications of a pass within a day (Google Wallet API, *Trigger push notifications*). */
export const notificationsPerDay = 3
export const notificationDayMs = dayMs

/** Nonces of callbacks are remembered this long: Google's signatures do not last as long. */
export const noncesKeptMs = 14 * dayMs
