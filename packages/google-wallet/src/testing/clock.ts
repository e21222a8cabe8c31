/** A clock that is turned by hand. */
export function handClock(start: Date | string = '2026-12-01T12:00:00Z') {
  let nowMs = new Date(start).getTime()
  return {
    now: () => new Date(nowMs),
    turn(ms: number) {
      nowMs += ms
    },
  }
}
