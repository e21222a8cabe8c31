import { beforeAll } from 'vitest'
import type { TestStudio } from '../testing.ts'

/** A campaign that is published, with recipients who have no pass of it yet. */
export interface OpenCampaign {
  readonly id: string
  newContact(): string
  /** The events so far of a contact's pass. */
  eventsOf(contactId: string): Promise<{ type: string; data: object }[]>
  /** How much opened links may have written. */
  countRows(): Promise<number>
}

/** A published campaign for the tests of one file. */
export function useOpenCampaign(studio: TestStudio): OpenCampaign {
  let contacts = 0
  const campaign = {
    id: '',
    newContact: () => `contact-${++contacts}`,
    eventsOf: async (contactId: string) => studio.events((await studio.passOf(campaign.id, contactId))?.id ?? ''),
    async countRows() {
      const { rows } = await studio.accounts.database.pool.query<{ count: string }>(
        `select (select count(*) from log_unnumbered) + (select count(*) from passes)
           + (select count(*) from short_links) + (select count(*) from contacts) as count`,
      )
      return Number(rows[0]?.count)
    },
  }
  beforeAll(async () => {
    campaign.id = await studio.publish(studio.fitSource())
  })
  return campaign
}
