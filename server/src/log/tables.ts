import type { Generated, JSONColumnType } from 'kysely'

export interface LogCountersTable {
  customer_id: string
  last_number: Generated<number>
  greatest_stamp: Generated<Date>
  audit_hash: Generated<Buffer>
}

interface EventColumns {
  customer_id: string
  id: string
  type: string
  pass_id: string | null
  campaign_id: string | null
  at: Date
  visible: boolean
  data: JSONColumnType<object>
  sealed: Buffer | null
}

export interface LogUnnumberedTable extends EventColumns {
  seq: Generated<number>
  audit: boolean
  revision: number | null
}

export interface LogTable extends EventColumns {
  number: number
  audit_hash: Buffer | null
}

export interface LogCursorsTable {
  customer_id: string
  name: string
  number: Generated<number>
}

declare module '../platform/database.ts' {
  interface Tables {
    log_counters: LogCountersTable
    log_unnumbered: LogUnnumberedTable
    log: LogTable
    log_cursors: LogCursorsTable
  }
}
