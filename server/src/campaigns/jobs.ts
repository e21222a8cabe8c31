import type { Core } from '../passes/core.ts'
import type { Jobs } from '../platform/jobs.ts'

export const sweepQueue = 'short-links-sweep'

export async function workOnCampaigns(jobs: Jobs, core: Core): Promise<void> {
  await jobs.work(sweepQueue, () => sweepShortLinks(core))
  await jobs.schedule(sweepQueue, '17 3 * * *')
}

/** Forgets short links that open no more. */
export async function sweepShortLinks({ database, clock }: Pick<Core, 'database' | 'clock'>): Promise<void> {
  await database.db.deleteFrom('short_links').where('expires_at', '<', clock.now()).execute()
}
