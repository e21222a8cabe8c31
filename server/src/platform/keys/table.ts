import type { Generated, Selectable } from 'kysely'

/** What a key is for. A key serves one purpose only, so that a value made for one is never valid for another. */
export type KeyPurpose = 'links' | 'serials' | 'phoneTokens' | 'callbackTokens' | 'apiKeys' | 'sealing'

/** `rotated` keys are retired but accepted; `leaked` ones are accepted until a date, so that holders can be moved. */
export type KeyState = 'active' | 'rotated' | 'leaked'

export interface KeysTable {
  id: string
  purpose: KeyPurpose
  customer_id: string | null
  scope: Generated<string>
  wrapped: Buffer
  state: Generated<KeyState>
  accepted_until: Date | null
  created_at: Date
}

export type KeyRow = Selectable<KeysTable>

declare module '../database.ts' {
  interface Tables {
    keys: KeysTable
  }
}
