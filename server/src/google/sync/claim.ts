import type pg from 'pg'
import type { BudgetOwner } from '../budget/lease-slice.ts'
import { type Priority, priorities } from '../budget/priorities.ts'
import type { HolderFacts } from '../holders.ts'
import { leaseMs } from './schedule.ts'

/** One object that this process is to bring up to date at Google. */
export interface ClaimedObject extends BudgetOwner {
  readonly passId: string
  readonly campaignId: string
  readonly objectId: string
  readonly priority: Priority
  /** What it is to be at: a log number. */
  readonly number: number
  /** What it was last known to be at; null if Google never had it. */
  readonly sentNumber: number | null
  /** Of what Google has, as far as that is known for certain. */
  readonly digest: Buffer | null
  readonly announced: Readonly<Record<string, string>> | null
  readonly notifiedAt: readonly Date[]
  readonly failures: number
  readonly holders: HolderFacts
}

/** One class that this process is to bring up to date. */
export interface ClaimedClass extends BudgetOwner {
  readonly campaignId: string
  readonly classId: string
  /** The campaign's present revision. */
  readonly revision: number
  readonly number: number
  readonly sentNumber: number | null
  readonly digest: Buffer | null
  readonly announced: Readonly<Record<string, string>> | null
  readonly notifiedAt: readonly Date[]
  readonly failures: number
  /** All places that it ever had. */
  readonly classPaths: readonly string[]
}

interface ObjectRow {
  customer_id: string
  configuration_id: string
  pass_id: string
  campaign_id: string
  object_id: string
  priority: number
  wanted_number: number
  sent_number: number | null
  digest: Buffer | null
  announced: Readonly<Record<string, string>> | null
  notified_at: Date[]
  failures: number
  opened_at: Date
  saved_at: Date | null
  removed_at: Date | null
}

/** What `claimedObject` reads, of the table as `o`; the digest comes beside it. */
export const objectColumns = `o.customer_id, o.configuration_id, o.pass_id, o.campaign_id, o.object_id, o.priority,
  o.wanted_number, o.sent_number, o.announced, o.notified_at, o.failures, o.opened_at, o.saved_at, o.removed_at`

export function claimedObject(row: ObjectRow): ClaimedObject {
  return {
    customerId: row.customer_id,
    configurationId: row.configuration_id,
    passId: row.pass_id,
    campaignId: row.campaign_id,
    objectId: row.object_id,
    priority: priorities[row.priority]!,
    number: row.wanted_number,
    sentNumber: row.sent_number,
    digest: row.digest,
    announced: row.announced,
    notifiedAt: row.notified_at,
    failures: row.failures,
    holders: { openedAt: row.opened_at, savedAt: row.saved_at, removedAt: row.removed_at },
  }
}

const leaseEnd = (at: Date) => new Date(at.getTime() + leaseMs)

/**
 * Claims objects that are due, the most urgent first. Their digests are taken out of the table until it is known again
 * what Google has: whoever claims and dies may have sent something.
 */
export async function claimObjects(
  pool: pg.Pool,
  { customerId, configurationId }: BudgetOwner,
  limit: number,
  at: Date,
): Promise<ClaimedObject[]> {
  const { rows } = await pool.query<ObjectRow>({
    name: 'google_claim_objects',
    text: claimObjectsStatement,
    values: [customerId, configurationId, at, leaseEnd(at), limit],
  })
  return rows.map(claimedObject)
}

// An object waits for its class: Google refuses it without.
const claimObjectsStatement = `
  with due as (
    select o.customer_id, o.pass_id, o.digest from google_objects o
    where o.customer_id = $1 and o.configuration_id = $2 and o.due_at <= $3 and exists (
      select from google_classes c
      where c.customer_id = o.customer_id and c.campaign_id = o.campaign_id and c.sent_number is not null)
    order by o.priority, o.due_at limit $5 for no key update skip locked
  )
  update google_objects o set due_at = $4, digest = null
  from due where o.customer_id = due.customer_id and o.pass_id = due.pass_id
  returning ${objectColumns}, due.digest`

interface ClassRow {
  customer_id: string
  configuration_id: string
  campaign_id: string
  class_id: string
  present_revision: number
  wanted_number: number
  sent_number: number | null
  digest: Buffer | null
  announced: Readonly<Record<string, string>> | null
  notified_at: Date[]
  failures: number
  class_paths: string[]
}

export async function claimClasses(
  pool: pg.Pool,
  { customerId, configurationId }: BudgetOwner,
  limit: number,
  at: Date,
): Promise<ClaimedClass[]> {
  const { rows } = await pool.query<ClassRow>({
    name: 'google_claim_classes',
    text: claimClassesStatement,
    values: [customerId, configurationId, at, leaseEnd(at), limit],
  })
  return rows.map((row) => ({
    customerId: row.customer_id,
    configurationId: row.configuration_id,
    campaignId: row.campaign_id,
    classId: row.class_id,
    revision: row.present_revision,
    number: row.wanted_number,
    sentNumber: row.sent_number,
    digest: row.digest,
    announced: row.announced,
    notifiedAt: row.notified_at,
    failures: row.failures,
    classPaths: row.class_paths,
  }))
}

const claimClassesStatement = `
  with due as (
    select c.customer_id, c.campaign_id, c.digest from google_classes c
    where c.customer_id = $1 and c.configuration_id = $2 and c.due_at <= $3
    order by c.due_at limit $5 for no key update skip locked
  )
  update google_classes c set due_at = $4, digest = null
  from due join campaigns k on k.customer_id = due.customer_id and k.id = due.campaign_id
  where c.customer_id = due.customer_id and c.campaign_id = due.campaign_id
  returning k.revision as present_revision, c.customer_id, c.configuration_id, c.campaign_id, c.class_id, c.wanted_number, c.sent_number, due.digest,
    c.announced, c.notified_at, c.failures, c.class_paths`

/** An object of which Google is to be asked whether anybody has it. */
export interface ClaimedCheck extends BudgetOwner {
  readonly passId: string
  readonly campaignId: string
  readonly objectId: string
  readonly checks: number
  /** Names this claim among others of the same object. */
  readonly leaseEnd: Date
}

export async function claimChecks(
  pool: pg.Pool,
  { customerId, configurationId }: BudgetOwner,
  limit: number,
  at: Date,
): Promise<ClaimedCheck[]> {
  const { rows } = await pool.query<{ pass_id: string; campaign_id: string; object_id: string; checks: number }>({
    name: 'google_claim_checks',
    text: claimChecksStatement,
    values: [customerId, configurationId, at, leaseEnd(at), limit],
  })
  return rows.map(({ pass_id, campaign_id, object_id, checks }) => ({
    leaseEnd: leaseEnd(at),
    customerId,
    configurationId,
    passId: pass_id,
    campaignId: campaign_id,
    objectId: object_id,
    checks,
  }))
}

const claimChecksStatement = `
  with due as (
    select o.customer_id, o.pass_id from google_objects o
    where o.customer_id = $1 and o.configuration_id = $2 and o.check_at <= $3 and o.sent_number is not null
    order by o.check_at limit $5 for no key update skip locked
  )
  update google_objects o set check_at = $4
  from due where o.customer_id = due.customer_id and o.pass_id = due.pass_id
  returning o.pass_id, o.campaign_id, o.object_id, o.checks`

/** A credential for which something is due, now or soon. */
export interface DueOwner extends BudgetOwner {
  /** When it may be tried again, if something stands in the way. */
  readonly retryAt: Date | null
}

/** The credentials for which something may be due: one probe each of the indexes, however much it is. */
export async function dueOwners(pool: pg.Pool): Promise<DueOwner[]> {
  const { rows } = await pool.query<{ customer_id: string; configuration_id: string; retry_at: Date | null }>({
    name: 'google_due_owners',
    text: dueOwnersStatement,
  })
  return rows.map((row) => ({
    customerId: row.customer_id,
    configurationId: row.configuration_id,
    retryAt: row.retry_at,
  }))
}

const firstOwner = (table: string, column: string, after = '') =>
  `select customer_id, configuration_id from ${table} where ${column} is not null ${after}
   order by customer_id, configuration_id limit 1`
const distinctOwners = (table: string, column: string) => `
  (with recursive owners as (
    (${firstOwner(table, column)})
    union all
    select following.* from owners o, lateral (
      ${firstOwner(table, column, 'and (customer_id, configuration_id) > (o.customer_id, o.configuration_id)')}) following
  ) select customer_id, configuration_id from owners)`

const dueOwnersStatement = `
  select due.customer_id, due.configuration_id, f.retry_at from (
    ${distinctOwners('google_objects', 'due_at')}
    union ${distinctOwners('google_classes', 'due_at')}
    union ${distinctOwners('google_objects', 'check_at')}
  ) due
  left join google_faults f on f.customer_id = due.customer_id and f.configuration_id = due.configuration_id`
