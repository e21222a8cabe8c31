export interface AssetsTable {
  customer_id: string
  sha256: string
  extension: string
  width: number
  height: number
  bytes: Buffer
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Tables {
    assets: AssetsTable
  }
}
