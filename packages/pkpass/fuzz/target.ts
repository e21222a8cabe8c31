import type { Random } from './random.ts'

/** What is fuzzed: how inputs are made, and what reads them. */
export interface FuzzTarget {
  /** One input; the same numbers give the same one. */
  make(random: Random): Uint8Array
  /** Throws only for what is a fault of the reader. */
  read(input: Uint8Array): void
}
