import type pg from 'pg'
import { type EventType, eventTypes } from '../../log/event-types.ts'
import type { Pass } from '../../passes/pass.ts'
import { type DeviceFacts, factsOfDevices, linesOfPhones, type PhoneLine } from './story-of-pass.ts'

/** One thing that happened to a pass, or that is known of a device's copy of it. */
export interface TimelineEntry {
  readonly at: Date
  readonly kind: 'event' | 'registration' | 'push' | 'list' | 'fetch' | 'phoneLog'
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
  readonly data: object
}

const eventLimit = 500

/** The story of one pass in order, the latest 500 events of it. Of pushes, lists and fetches each device's latest. */
export async function timelineOf(pool: pg.Pool, pass: Pass): Promise<TimelineEntry[]> {
  const [events, devices, lines] = await Promise.all([
    changesOf(pool, pass),
    factsOfDevices(pool, pass),
    linesOfPhones(pool, pass),
  ])
  return timeline(events, devices, lines)
}

/** Puts together what is known, by time. What happened at the same time stays in the order of cause and effect. */
export function timeline(
  events: readonly LoggedChange[],
  devices: readonly DeviceFacts[],
  lines: readonly PhoneLine[],
): TimelineEntry[] {
  const entries = [...events.map(eventEntry), ...devices.flatMap(deviceEntries), ...lines.map(lineEntry)]
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function eventEntry({ at, type, number, visible, data }: LoggedChange): TimelineEntry {
  const text = `${eventTypes[type]}${visible ? ' Phones show something else since.' : ''}`
  return { at, kind: 'event', device: null, text, data: { ...data, type, number, visible } }
}

const certainties = {
  certain: 'this device, for certain',
  inferred: 'this device, to judge by its network address',
  unknown: 'one of the devices that knew of it; perhaps this one',
} as const

function deviceEntries(facts: DeviceFacts): TimelineEntry[] {
  const { device, registeredAt, listedAt, listedNumber, fetchedAt, fetchedVersion, fetchedHow } = facts
  const entries: TimelineEntry[] = [
    { at: registeredAt, kind: 'registration', device, text: 'The device registered for updates.', data: {} },
    ...facts.walks.map(({ pushedAt: at, number, round }): TimelineEntry => {
      const text = `APNs accepted a push for a change of the campaign${round > 0 ? `, second push ${round}` : ''}.`
      return { at, kind: 'push', device, text, data: { number, round, outcome: 'delivered' } }
    }),
  ]
  if (facts.pushedAt) {
    const { pushedNumber: number, secondPushes } = facts
    const text = `APNs accepted a push${secondPushes ? `, second push ${secondPushes}` : ''}.`
    entries.push({
      at: facts.pushedAt,
      kind: 'push',
      device,
      text,
      data: { number, secondPushes, outcome: 'delivered' },
    })
  }
  if (listedAt) {
    const text = `The device asked what has changed: it knows of everything up to number ${listedNumber}.`
    entries.push({ at: listedAt, kind: 'list', device, text, data: { number: listedNumber } })
  }
  if (fetchedAt && fetchedHow) {
    const text = `Version ${fetchedVersion} was fetched: by ${certainties[fetchedHow]}.`
    entries.push({
      at: fetchedAt,
      kind: 'fetch',
      device,
      text,
      data: { version: fetchedVersion, certainty: fetchedHow },
    })
  }
  return entries
}

function lineEntry({ at, device, line }: PhoneLine): TimelineEntry {
  return { at, kind: 'phoneLog', device, text: `The phone says (nobody proves it): ${line}`, data: { line } }
}

async function changesOf(pool: pg.Pool, pass: Pass): Promise<LoggedChange[]> {
  const { rows } = await pool.query<LoggedChange>({
    name: 'push_changes_of_pass',
    text: `(select number, type, at, visible, data from log where customer_id = $1 and pass_id = $2
        order by number desc limit $5)
      union all
      (select number, type, at, visible, data from log
        where customer_id = $1 and campaign_id = $3 and pass_id is null and visible and at >= $4
        order by number desc limit $5)
      order by number desc limit $5`,
    values: [pass.customerId, pass.id, pass.campaignId, pass.createdAt, eventLimit],
  })
  return rows.reverse()
}
