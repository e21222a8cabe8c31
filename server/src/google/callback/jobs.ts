import type { Core } from '../../passes/core.ts'
import type { Jobs } from '../../platform/jobs.ts'
import { noncesKeptMs } from '../sync/schedule.ts'

export const nonceSweepQueue = 'google-nonces-sweep'

export async function workOnCallbacks(jobs: Jobs, core: Core): Promise<void> {
  await jobs.work(nonceSweepQueue, () => sweepNonces(core))
  await jobs.schedule(nonceSweepQueue, '29 3 * * *')
}

/** Forgets nonces of callbacks that Google's signatures have outlived. */
export async function sweepNonces({ database, clock }: Pick<Core, 'database' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - noncesKeptMs)
  await database.db.deleteFrom('google_nonces').where('at', '<', before).execute()
}
