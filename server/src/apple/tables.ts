export interface DevicesTable {
  customer_id: string
  id: string
  push_token: string
  created_at: Date
  modified_at: Date
}

export interface RegistrationsTable {
  customer_id: string
  device_id: string
  pass_type_id: string
  pass_id: string
  /** The pass's. */
  campaign_id: string
  created_at: Date
  /** When the phone last said that it wants updates: a dead push token reported before that does not count. */
  confirmed_at: Date
  /** The phone knows of every change up to this number, since it asked. */
  listed_number: number | null
  listed_at: Date | null
  /** The version that was last fetched, and how sure it is that this device did it. */
  fetched_version: number | null
  fetched_at: Date | null
  fetched_how: 'certain' | 'inferred' | 'unknown' | null
}

declare module '../platform/database.ts' {
  interface Tables {
    devices: DevicesTable
    registrations: RegistrationsTable
  }
}
