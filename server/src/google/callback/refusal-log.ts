import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'

const everyMs = 60_000

/** Tells of refused callbacks at most once a minute, with how many there were: anybody can send one. */
export function openRefusalLog(logger: Logger, clock: Clock): (configurationId: string, code: string) => void {
  let toldAtMs = Number.NEGATIVE_INFINITY
  let untold = 0
  return (configurationId, code) => {
    untold += 1
    const nowMs = clock.now().getTime()
    if (nowMs - toldAtMs < everyMs) return
    logger.warn({ configurationId, code, refused: untold }, 'a callback is none of Google’s, or not for now')
    toldAtMs = nowMs
    untold = 0
  }
}
