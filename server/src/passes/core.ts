import type { LogWriter } from '../log/transact.ts'
import type { Clock } from '../platform/clock.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Keys } from '../platform/keys.ts'
import type { Revisions } from './revisions.ts'

/** What every use case of passes works with. */
export interface Core extends LogWriter {
  readonly clock: Clock
  readonly keys: Keys
  readonly jobs: Pick<Jobs, 'send'>
  readonly revisions: Revisions
}
