/** The one source of "now". Tests turn it by hand; nothing else in the server asks the operating system for the time. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
