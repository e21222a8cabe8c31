import type pg from 'pg'
import type { EventType } from '../log/event-types.ts'
import { type EventData, wordsOf } from './event-words.ts'
import type { Pass } from './pass.ts'

/** What an entry of a story is about: the log, a phone with Apple Wallet, or Google's copy. */
export const storyKinds = [
  'event',
  'registration',
  'push',
  'list',
  'fetch',
  'phoneLog',
  'googleUpdate',
  'googleRefusal',
  'googleNotification',
] as const

/** One thing that happened to a pass, or that is known of somebody's copy of it. */
export interface StoryEntry {
  readonly at: Date
  readonly kind: (typeof storyKinds)[number]
  /** Names a device of the pass; null where none is known. */
  readonly device: string | null
  /** For people. */
  readonly text: string
  /** For programs. */
  readonly data: object
}

interface LoggedChange {
  readonly number: number
  readonly type: EventType
  readonly at: Date
  readonly visible: boolean
  readonly data: EventData
}

const eventLimit = 500

/** What the log says of a pass and of its campaign since it was made: the latest 500 events, in order. */
export async function eventsOfPass(pool: pg.Pool, pass: Pass): Promise<StoryEntry[]> {
  const { rows } = await pool.query<LoggedChange>({
    name: 'pass_events',
    text: `(select number, type, at, visible, data from log where customer_id = $1 and pass_id = $2
        order by number desc limit $5)
      union all
      (select number, type, at, visible, data from log
        where customer_id = $1 and campaign_id = $3 and pass_id is null and visible and at >= $4
        order by number desc limit $5)
      order by number desc limit $5`,
    values: [pass.customerId, pass.id, pass.campaignId, pass.createdAt, eventLimit],
  })
  return rows.reverse().map(({ at, type, number, visible, data }) => {
    const text = `${wordsOf(type, data)}${visible ? ' The pass shows something else since.' : ''}`
    return { at, kind: 'event', device: null, text, data: { ...data, type, number, visible } }
  })
}
