import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Pass } from '../../passes/pass.ts'

/** What is known of one device's copy of a pass. */
export interface DeviceFacts {
  /** Names the device in answers; its identifier itself is a secret. */
  readonly device: string
  readonly registeredAt: Date
  readonly listedNumber: number | null
  readonly listedAt: Date | null
  readonly fetchedVersion: number | null
  readonly fetchedAt: Date | null
  readonly fetchedHow: 'certain' | 'inferred' | 'unknown' | null
  /** What the device is owed, if it was pushed to for a pass of its own or could not be reached by a walk. */
  readonly wantedNumber: number | null
  readonly dueAt: Date | null
  readonly pushedAt: Date | null
  readonly pushedNumber: number | null
  readonly outcome: string | null
  readonly secondPushes: number | null
  /** Walks over the campaign that reached it. */
  readonly walks: readonly { readonly number: number; readonly round: number; readonly pushedAt: Date }[]
}

/** A line that a phone wrote. Nobody proved who wrote it. */
export interface PhoneLine {
  readonly device: string
  readonly at: Date
  readonly line: string
}

/** Eight characters that tell the devices of a pass apart and give none away. */
export const deviceName = (deviceId: string) => createHash('sha256').update(deviceId).digest('hex').slice(0, 8)

interface FactsRow {
  device_id: string
  created_at: Date
  listed_number: number | null
  listed_at: Date | null
  fetched_version: number | null
  fetched_at: Date | null
  fetched_how: DeviceFacts['fetchedHow']
  wanted_number: number | null
  due_at: Date | null
  pushed_at: Date | null
  pushed_number: number | null
  outcome: string | null
  repeats: number | null
  walks: { number: number; round: number; pushedAt: string }[]
}

// A page of a walk says that all devices in it were pushed to, except those that have an outcome of their own since.
const factsStatement = `
  select r.device_id, r.created_at, r.listed_number, r.listed_at, r.fetched_version, r.fetched_at, r.fetched_how,
    t.wanted_number, t.due_at, t.pushed_at, t.pushed_number, t.outcome, t.repeats,
    coalesce((
      select json_agg(json_build_object('number', g.number, 'round', g.round, 'pushedAt', g.pushed_at) order by g.pushed_at)
      from push_walk_pages g
      where g.customer_id = r.customer_id and g.campaign_id = $3 and r.device_id between g.first_device and g.last_device
        and g.pushed_at > r.created_at
        and not (coalesce(t.outcome, 'delivered') <> 'delivered' and t.wanted_number >= g.number)), '[]') as walks
  from registrations r
  left join push_targets t
    on t.customer_id = r.customer_id and t.device_id = r.device_id and t.pass_type_id = r.pass_type_id
  where r.customer_id = $1 and r.pass_id = $2
  order by r.created_at, r.device_id`

/** Every device that is registered for a pass, in the order in which they came. */
export async function factsOfDevices(pool: pg.Pool, pass: Pass): Promise<DeviceFacts[]> {
  const values = [pass.customerId, pass.id, pass.campaignId]
  const { rows } = await pool.query<FactsRow>({ name: 'push_facts_of_devices', text: factsStatement, values })
  return rows.map((row) => ({
    device: deviceName(row.device_id),
    registeredAt: row.created_at,
    listedNumber: row.listed_number,
    listedAt: row.listed_at,
    fetchedVersion: row.fetched_version,
    fetchedAt: row.fetched_at,
    fetchedHow: row.fetched_how,
    wantedNumber: row.wanted_number,
    dueAt: row.due_at,
    pushedAt: row.pushed_at,
    pushedNumber: row.pushed_number,
    outcome: row.outcome,
    secondPushes: row.repeats,
    walks: row.walks.map((walk) => ({ ...walk, pushedAt: new Date(walk.pushedAt) })),
  }))
}

const lineLimit = 200

export async function linesOfPhones(pool: pg.Pool, pass: Pass): Promise<PhoneLine[]> {
  const { rows } = await pool.query<{ device_id: string; at: Date; line: string }>({
    name: 'push_lines_of_phones',
    text: `select device_id, at, line from device_log_lines where customer_id = $1 and pass_id = $2 order by seq desc limit $3`,
    values: [pass.customerId, pass.id, lineLimit],
  })
  return rows.map(({ device_id, at, line }) => ({ device: deviceName(device_id), at, line }))
}
