/**
 * A log number is 53 bits: 13 of epoch above 40 of counter, so that it stays exact as a JavaScript number. A restore
 * of an older backup raises the epoch: every number given afterwards is greater than any that a phone can hold.
 */
const counterBits = 2 ** 40

export const epochOf = (number: number): number => Math.floor(number / counterBits)
export const firstNumberOf = (epoch: number): number => epoch * counterBits

/** The greatest tag that can be valid: larger ones in a request are refused or ignored, not sent to the database. */
export const greatestNumber = Number.MAX_SAFE_INTEGER
