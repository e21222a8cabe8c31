const shortestMs = 250
const longestMs = 60_000

/** The wait before the next try after so many failures in a row: twice as long each time, with full jitter. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(longestMs, shortestMs * 2 ** failures)
}
