import type { Generated } from 'kysely'

export interface PushTargetsTable {
  customer_id: string
  device_id: string
  pass_type_id: string
  /** The device should learn of every change up to this log number. */
  wanted_number: number
  /** When the next push is due, or when somebody else may take over the one under way; null: none is. */
  due_at: Date | null
  /** When APNs last accepted a push, and the number that was wanted then. */
  pushed_at: Date | null
  pushed_number: number | null
  /** `delivered`, or why the last push was not, in APNs's words. */
  outcome: string | null
  /** Pushes in a row that are to be tried again. */
  failures: Generated<number>
  /** Second pushes for the same number. */
  repeats: Generated<number>
  /** When to see whether the phone has asked since. */
  check_at: Date | null
}

export interface PushWalksTable {
  customer_id: string
  campaign_id: string
  number: number
  /** 0, and 1 to 4 for second pushes to those that have not asked. */
  round: number
  pass_type_id: string
  /** The walk has given out pages up to this device. */
  after_device: Generated<string>
  /** Whether the last page was given out. */
  read_all: Generated<boolean>
  due_at: Date | null
  started_at: Date | null
  finished_at: Date | null
}

export interface PushWalkPagesTable {
  customer_id: string
  campaign_id: string
  number: number
  round: number
  first_device: string
  last_device: string
  lease_until: Date | null
  pushed_at: Date | null
  delivered: Generated<number>
  failed: Generated<number>
}

export interface PushFaultsTable {
  pass_type_id: string
  customer_id: string
  reason: string
  explanation: string
  since: Date
  retry_at: Date
}

declare module '../../platform/database.ts' {
  interface Tables {
    push_targets: PushTargetsTable
    push_walks: PushWalksTable
    push_walk_pages: PushWalkPagesTable
    push_faults: PushFaultsTable
  }
}
