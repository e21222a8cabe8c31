import type { Jobs } from '../platform/jobs.ts'
import {
  type CampaignTurn,
  campaignTurnQueue,
  rescheduleCampaign,
  rescheduleQueue,
  turnCampaign,
} from './campaign-jobs.ts'
import type { Core } from './core.ts'
import { enterTransition, type PassTransition, passTransitionQueue } from './transitions.ts'

export const passQueues = [passTransitionQueue, campaignTurnQueue, rescheduleQueue] as const

export async function workOnPasses(jobs: Jobs, core: Core): Promise<void> {
  await jobs.work<PassTransition>(passTransitionQueue, (job) => enterTransition(core, job))
  await jobs.work<CampaignTurn>(campaignTurnQueue, (job) => turnCampaign(core, job))
  await jobs.work<Omit<CampaignTurn, 'at'>>(rescheduleQueue, (job) => rescheduleCampaign(core, job))
}
