import type { Outcome, Plan } from './harness.ts'
import type { BenchPostgres } from './postgres.ts'

/** What a benchmark is given. */
export interface Context {
  readonly plan: Plan
  /** Whether figures do not matter, so that loading a million rows may be spared. */
  readonly quick: boolean
  /** A folder for this run, removed at its end. */
  readonly folder: string
  /** The PostgreSQL of this run, started when it is asked for first. */
  postgres(): Promise<BenchPostgres>
  /** Tells what is being done, for who waits. */
  progress(line: string): void
}

export interface Bench {
  readonly name: string
  /** The reference's code, concurrency and warm-up, in words. */
  readonly method: readonly string[]
  run(context: Context): Promise<readonly Outcome[]>
}
