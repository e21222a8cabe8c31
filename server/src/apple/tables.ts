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
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Tables {
    devices: DevicesTable
    registrations: RegistrationsTable
  }
}
